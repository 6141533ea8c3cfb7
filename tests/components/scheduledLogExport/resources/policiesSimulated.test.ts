import { runSimulation } from "@cloud-copilot/iam-simulate";
import * as assert from "node:assert/strict";
import { groupSelection } from "../../../../components/scheduledLogExport/machine/selection";
import { type Statement } from "../../../../sandbox/aws/policy/document";
import { ROLE } from "../account";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { ACCOUNT, grantOf } from "../plan";
import { assertSucceeded, Stage, type StageOptions } from "../stage";
import { machinePolicy } from "../../../../components/scheduledLogExport/resources/policies";
import { METRIC_NAMESPACE } from "../../../../components/scheduledLogExport/machine/run/metrics";
import { EVENT_SOURCE } from "../../../../components/scheduledLogExport/machine/visit/events";

// The sandbox that a run is allowed by was written by the hands that wrote the policy; this simulator was not. It is licensed under
// the AGPL: the tests run it as it is.

/** What the machine's calls send, by action. */
const CONTEXT: Readonly<Record<string, Readonly<Record<string, string | string[]>>>> = {
    "s3:ListBucket": { "s3:prefix": "audit/log_group=%2Fa/" },
    "cloudwatch:PutMetricData": { "cloudwatch:namespace": METRIC_NAMESPACE },
    "events:PutEvents": { "events:source": [EVENT_SOURCE] },
};

/** As the simulator takes it: this action knows no resource, and a log group's ARN has no part for a stream. */
const resourceOf = (action: string, resource: string) =>
    action === "logs:DescribeLogGroups" ? "*" : resource.replace(/:log-stream:$/, "");

async function simulated(statements: readonly object[], action: string, resource: string): Promise<string> {
    const { resultType, overallResult, errors } = (await runSimulation(
        {
            request: {
                principal: ROLE,
                action,
                resource: { resource: resourceOf(action, resource), accountId: ACCOUNT },
                contextVariables: CONTEXT[action] ?? {},
            },
            identityPolicies: [{ name: "machine", policy: { Version: "2012-10-17", Statement: statements } }],
            serviceControlPolicies: [],
            resourceControlPolicies: [],
            resourcePolicy: undefined,
        },
        {},
    )) as { resultType: string; overallResult?: string; errors?: unknown };
    return resultType === "error" ? JSON.stringify(errors) : (overallResult ?? resultType);
}

const NIGHT = OCTOBER + 2 * DAY + 15 * HOUR;
const RUNS: Readonly<Record<string, StageOptions>> = {
    "log groups by name": { start: NIGHT, groups: ["/a", "/b"].map((name) => groupWithEvents(name)) },
    "a selection by tags": {
        start: NIGHT,
        groups: [{ ...groupWithEvents("/a"), tags: { team: "payments" } }],
        plan: { groups: { select: groupSelection({ tags: { team: "payments" } }) } },
    },
};

describe("The role of the state machine beside @cloud-copilot/iam-simulate", function () {
    this.timeout(60_000);

    for (const [title, options] of Object.entries(RUNS)) {
        it(`is allowed each call of a run with ${title}, by the statement that the sandbox names and no other`, async () => {
            const stage = new Stage(options);
            const fault = stage.aws.faults.inject({
                operation: "CreateExportTask",
                times: 1_000,
                effect: { kind: "task", outcome: "FAILED" },
            });
            assert.equal((await stage.run()).error, "ExportsFailed");
            stage.aws.faults.clear(fault);
            assertSucceeded(await stage.run());

            const policy = machinePolicy({
                ...grantOf(stage.plan),
                logGroupNames: "select" in stage.plan.groups ? undefined : options.groups.map(({ name }) => name),
                readsTags: "select" in stage.plan.groups,
            });
            const calls = new Map<string, { action: string; resource: string; statements: readonly Statement[] }>();
            for (const decision of stage.aws.decisions) {
                if (decision.identity === ROLE) calls.set(`${decision.action} ${decision.resource}`, decision);
            }
            assert.ok(calls.size > 10, [...calls.keys()].join("\n"));
            for (const [call, { action, resource, statements }] of calls) {
                assert.equal(await simulated(policy, action, resource), "Allowed", call);
                const others = policy.filter(({ Sid }) => !statements.some((one) => one.Sid === Sid));
                assert.equal(
                    await simulated(others, action, resource),
                    "ImplicitlyDenied",
                    `${call}, without its statement`,
                );
            }
        });
    }
});
