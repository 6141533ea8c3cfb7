import { runSimulation } from "@cloud-copilot/iam-simulate";
import * as assert from "node:assert/strict";
import { ACCOUNT } from "../../support/account";
import { CALLER_ROLE } from "./cast";
import { SAME_ACCOUNT } from "./statements";
import { type Grant, type Permissions, PERMISSIONS, policyOf, type Use } from "./grants";

// The sandbox that runs the policies was written by the hands that wrote them. This simulator was not: it knows IAM's rules, every
// action, and which resources an action applies to. It is licensed under the AGPL: the tests run it as it is.

/** A resource that a pattern of a policy stands for; the simulator takes "*" for actions that apply to no resource. */
const example = (pattern: string) => (pattern === "*" ? pattern : pattern.replaceAll("*", "0a1b2c3d"));

const NOT_APPLICABLE = "no.resource.types";

/** "Allowed", "ImplicitlyDenied", NOT_APPLICABLE, or what else is wrong with the request. */
async function simulated(policy: object, action: string, resource: string): Promise<string> {
    const { resultType, overallResult, errors } = (await runSimulation(
        {
            request: {
                principal: CALLER_ROLE,
                action,
                resource: { resource, accountId: ACCOUNT },
                contextVariables: {},
            },
            identityPolicies: [{ name: "ready", policy }],
            serviceControlPolicies: [],
            resourceControlPolicies: [],
            // IAM policies count for a key only if its own policy says so.
            resourcePolicy: resource.includes(":key/") ? SAME_ACCOUNT.key : undefined,
        },
        {},
    )) as { resultType: string; overallResult?: string; errors?: { message?: string } };
    return resultType === "error" ? (errors?.message ?? JSON.stringify(errors)) : (overallResult ?? resultType);
}

describe("docs/permissions.md beside @cloud-copilot/iam-simulate", () => {
    for (const [use, { title, grants }] of Object.entries(PERMISSIONS) as [Use, Permissions][]) {
        it(`${title}: every action exists, applies to a resource of its row, is allowed there, and nowhere else`, async () => {
            const wrong: string[] = [];
            for (const { actions, on } of grants as readonly Grant[]) {
                const resources = (typeof on === "string" ? [on] : on).map(example);
                const applicable = new Set<string>();
                for (const action of actions) {
                    let isAllowed = false;
                    for (const resource of resources) {
                        const whole = await simulated(policyOf([use]), action, resource);
                        if (whole === NOT_APPLICABLE) continue;
                        applicable.add(resource);
                        isAllowed ||= whole === "Allowed";
                        const without = await simulated(policyOf([use], action), action, resource);
                        if (whole !== "Allowed") wrong.push(`${action} on ${resource}: ${whole}`);
                        if (without !== "ImplicitlyDenied") wrong.push(`without ${action} on ${resource}: ${without}`);
                    }
                    if (!isAllowed) wrong.push(`${action}: on none of ${resources.join(", ")}`);
                }
                for (const resource of resources.filter((one) => !applicable.has(one))) {
                    wrong.push(`${resource}: none of ${actions.join(", ")} applies to it`);
                }
            }
            assert.deepEqual(wrong, []);
        });
    }
});
