import * as assert from "node:assert/strict";
import { keyPolicy, keyStatements } from "../../../../providers/policies/keyPolicy";
import { machinePolicy } from "../../../../components/scheduledLogExport/resources/policies";
import { evaluateIdentityPolicy } from "../../../../sandbox/aws/policy/evaluate";
import { ACCOUNT, assertSucceeded, DAY, eventsEvery, HOUR, KEY, REGION, Stage, type StageOptions } from "../stage";

const OCTOBER = Date.parse("2026-10-01T00:00:00Z");
const SOURCE = { region: REGION, sourceAccounts: [ACCOUNT] };
/** As KMS gives it to a new key: who may use it is said by IAM policies. */
const DEFAULT = {
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
    ],
};

function stageWith(key: StageOptions["key"], plan: StageOptions["plan"] = {}, days = 3): Stage {
    const groups = ["/a", "/b"].map((name) => ({
        name,
        creationTime: OCTOBER - DAY,
        streams: [{ name: "one", events: eventsEvery(2 * HOUR, OCTOBER, OCTOBER + 40 * DAY, name) }],
    }));
    return new Stage({ start: OCTOBER + days * DAY + 15 * HOUR, groups, key, plan });
}

const kmsDecisions = ({ aws }: Stage) => aws.decisions.filter(({ action }) => action.startsWith("kms:"));

describe("A machine whose checkpoints and manifests a key of the user's encrypts", () => {
    for (const [kind, plan] of [
        ["given log groups", {}],
        ["a selection", { groups: { select: { namePrefix: "/" } } }],
    ] as const) {
        it(`may use it for these, and does (${kind})`, async () => {
            const stage = stageWith({ of: "machine", policy: DEFAULT }, plan, 12);
            assertSucceeded(await stage.run());
            stage.assertExactlyOnce("/a");
            const used = kmsDecisions(stage);
            assert.ok(used.every(({ verdict, resource }) => verdict === "allow" && resource === KEY));
            assert.deepEqual(
                [...new Set(used.map(({ action, statements }) => `${action} ${statements[0].Sid}`))].sort(),
                [
                    "kms:Decrypt UseKeyForCheckpoints",
                    "kms:Decrypt UseKeyForManifests",
                    "kms:GenerateDataKey UseKeyForManifests", // of groups with more to do
                ],
            );
        });
    }

    it("may use it for nothing else", () => {
        const policy = machinePolicy({
            partition: "aws",
            region: REGION,
            accountId: ACCOUNT,
            stateMachineArn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:nightly`,
            tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/checkpoints`,
            topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:failures`,
            manifestBucketArn: "arn:aws:s3:::manifests",
            bucketArn: "arn:aws:s3:::archive",
            destinationPrefix: "audit",
            kmsKeyArn: KEY,
        });
        const verdict = (action: string, service?: string, resource = KEY) =>
            evaluateIdentityPolicy(
                { Version: "2012-10-17", Statement: policy as never },
                {
                    requester: { kind: "identity", accountId: ACCOUNT, arns: [] },
                    action,
                    resource,
                    context: service ? { "kms:viaservice": [`${service}.${REGION}.amazonaws.com`] } : {},
                },
            );
        assert.equal(verdict("kms:Decrypt", "dynamodb"), "allow");
        assert.equal(verdict("kms:GenerateDataKey", "s3"), "allow");
        for (const [action, service, resource] of [
            ["kms:Decrypt", undefined, KEY], // by itself
            ["kms:Decrypt", "secretsmanager", KEY],
            ["kms:Decrypt", "s3", KEY.replace("1234abcd", "ffffffff")],
            ["kms:CreateGrant", "dynamodb", KEY],
            ["kms:PutKeyPolicy", "s3", KEY],
            ["kms:ScheduleKeyDeletion", "dynamodb", KEY],
            ["kms:Encrypt", "s3", KEY],
        ] as const) {
            assert.equal(verdict(action, service, resource), "silent", `${action} through ${service} of ${resource}`);
        }
    });

    it("fails by name where the key's policy does not let it, and exports nothing", async () => {
        const others = { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` };
        const policy = { ...DEFAULT, Statement: [{ ...DEFAULT.Statement[0], Principal: others }] };
        const stage = stageWith({ of: "machine", policy });
        const run = await stage.run();
        assert.equal(run.status, "FAILED");
        assert.match(
            run.cause ?? "",
            /not authorized to perform: kms:Decrypt on resource: arn:aws:kms.*resource-based/,
        );
        assert.deepEqual(stage.tasks, []);
    });
});

describe("A machine that exports into a bucket with a key", () => {
    it("exports where the key lets CloudWatch Logs use it, and needs no use of the key itself", async () => {
        const stage = stageWith({ of: "exports", policy: keyPolicy({ ...SOURCE, accountId: ACCOUNT }) });
        assertSucceeded(await stage.run());
        stage.assertExactlyOnce("/a");
        assert.deepEqual(kmsDecisions(stage), []);
    });

    it("tells which statements to look for where it does not, and goes on once they are there", async () => {
        const stage = stageWith({ of: "exports", policy: DEFAULT });
        assert.equal((await stage.run()).status, "FAILED");
        assert.match(stage.told[0], /\/a from .*: PutObject call on the given bucket failed.*keyStatements/s);
        assert.equal(stage.exportedTo("/a"), OCTOBER);
        const policy = { ...DEFAULT, Statement: [...DEFAULT.Statement, ...keyStatements(SOURCE)] };
        stage.aws.world.kmsKeys[KEY].policy = JSON.stringify(policy);
        assertSucceeded(await stage.run());
        stage.assertExactlyOnce("/a");
    });
});
