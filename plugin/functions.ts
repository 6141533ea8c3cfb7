import type * as provider from "@pulumi/pulumi/provider";
import { type SelectLogGroupsArgs } from "../components/logGroups/args";
import { selectLogGroupsBy } from "../components/logGroups/selectLogGroups";
import { UNKNOWN } from "../providers/validation/unknown";
import { ownConfig } from "./config";
import { reveal } from "./secrets";

const SELECT_LOG_GROUPS = "cloudwatch-logs-export:index:selectLogGroups";

/** Answers a function of the package. It is told this provider's own config, as a resource is, and not that of the stack. */
export async function invokeFunction(token: string, args: Record<string, unknown>): Promise<provider.InvokeResult> {
    if (token !== SELECT_LOG_GROUPS) throw new Error(`cloudwatch-logs-export has no function ${token}.`);
    const selector = reveal(args, UNKNOWN).plain as SelectLogGroupsArgs;
    return { outputs: { names: await selectLogGroupsBy(selector, ownConfig) } };
}
