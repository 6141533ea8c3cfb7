import * as assert from "node:assert/strict";
import { type MachineGrant, machinePolicy } from "../../../../components/scheduledLogExport/resources/policies";
import { groupSelection } from "../../../../components/scheduledLogExport/machine/selection";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { ACCOUNT, grantOf, KEY, planOf, REGION } from "../plan";
import { assertSucceeded, Stage } from "../stage";

const GRANT = grantOf(planOf());

/** Used only when a run continues in another execution, and when S3 acts on the service's behalf. */
const RARELY = ["ReadBucketAcl", "WriteExports"];

describe("The role of the state machine", () => {
    it("is allowed everything that it calls, and each of its statements is used", async () => {
        const groups = ["/a", "/b"].map((name) => groupWithEvents(name));
        const stage = new Stage({ start: OCTOBER + 14 * DAY + 15 * HOUR, groups });
        // A reported failure, and a stopped run that the next one resumes.
        const effect = { kind: "task", outcome: "FAILED" } as const;
        stage.aws.faults.inject({ operation: "CreateExportTask", match: { logGroupName: "/b" }, times: 6, effect });
        const stopped = stage.start();
        await stage.waitUntil(stage.clock.now() + 5_000);
        stage.service.stopExecution(stopped);
        stage.service.redriveExecution(stopped);
        await stage.waitUntil(stage.clock.now() + 5_000);
        stage.service.stopExecution(stopped);
        await stage.run();
        assertSucceeded(await stage.run());
        const denied = stage.aws.decisions.filter(({ verdict }) => verdict !== "allow");
        assert.deepEqual(denied, []);
        const used = new Set(stage.aws.decisions.flatMap(({ statements }) => statements.map((one) => String(one.Sid))));
        const unused = machinePolicy(GRANT)
            .map(({ Sid }) => Sid)
            .filter((sid) => !used.has(sid) && !RARELY.includes(sid));
        assert.deepEqual(unused, []);
    });

    it("may read tags where log groups are selected by them, and uses that", async () => {
        const select = groupSelection({ tags: { team: "payments" } });
        const groups = [{ name: "/a", creationTime: OCTOBER - DAY, tags: { team: "payments" } }];
        const stage = new Stage({ start: OCTOBER + 2 * DAY, groups, plan: { groups: { select } } });
        assertSucceeded(await stage.run());
        const tagging = stage.aws.decisions.filter(({ action }) => action === "tag:GetResources");
        assert.deepEqual(
            tagging.map(({ verdict, statements }) => [verdict, statements.map(({ Sid }) => Sid)]),
            [["allow", ["ReadTags"]]],
        );
        const sids = (grant: MachineGrant) => machinePolicy(grant).map(({ Sid }) => Sid);
        assert.ok(!sids(GRANT).includes("ReadTags"));
        assert.deepEqual(
            sids({ ...GRANT, readsTags: true }).filter((sid) => !sids(GRANT).includes(sid)),
            ["ReadTags"],
        );
    });

    it("names the log groups while a policy holds them, and those of the account beyond", () => {
        const resourceOf = (count: number) => {
            const logGroupNames = Array.from({ length: count }, (_, index) => `/group/${index}`);
            return machinePolicy({ ...GRANT, logGroupNames })[0].Resource;
        };
        const arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:`;
        assert.deepEqual(resourceOf(1), [`${arn}/group/0`, `${arn}/group/0:*`]);
        assert.equal(resourceOf(1000), `${arn}*`);
        for (const count of [1, 30, 60, 1000]) {
            const logGroupNames = Array.from({ length: count }, (_, index) => `/group/${index}`);
            assert.ok(JSON.stringify(machinePolicy({ ...GRANT, logGroupNames })).length < 10_240);
        }
    });

    it("may write manifests under its own name, and use the bucket's key for them if there is one", () => {
        const statement = (grant: MachineGrant, sid: string) => machinePolicy(grant).find(({ Sid }) => Sid === sid);
        const { Action, Resource } = statement(GRANT, "WriteExportManifests") ?? {};
        assert.deepEqual(
            [Action, Resource],
            ["s3:PutObject", "arn:aws:s3:::audit-archive/audit/*/_export-nightly-machine.json"],
        );
        assert.equal(statement(GRANT, "UseKeyForExportManifests"), undefined);
        const use = statement({ ...GRANT, bucketKeyArn: KEY }, "UseKeyForExportManifests");
        assert.deepEqual([use?.Action, use?.Resource], ["kms:GenerateDataKey", KEY]);
        assert.deepEqual(use?.Condition, { StringEquals: { "kms:ViaService": `s3.${REGION}.amazonaws.com` } });
    });

    it("has no wildcard but where the service knows no resource", () => {
        const open = machinePolicy({ ...GRANT, readsTags: true }).filter(({ Resource }) => Resource === "*");
        assert.deepEqual(
            open.map(({ Action }) => Action),
            [["logs:DescribeLogGroups", "logs:DescribeExportTasks"], "tag:GetResources", "cloudwatch:PutMetricData"],
        );
        assert.ok(machinePolicy(GRANT).every(({ Action }) => !String(Action).includes("*")));
    });
});
