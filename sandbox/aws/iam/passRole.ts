import { authorizeIdentity } from "../http/authorize";
import type { Call } from "../http/call";

/**
 * A caller that gives a role to a service needs permission to pass it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function authorizePassRole(call: Call, roleArn: string | undefined, service: string): void {
    if (roleArn !== undefined) authorizeIdentity(call, "iam:PassRole", roleArn, { "iam:passedtoservice": [service] });
}
