import * as assert from "node:assert/strict";
import { keyPolicy, keyStatements } from "../../../../providers/policies/keyPolicy";
import { machinePolicy } from "../../../../components/scheduledLogExport/resources/policies";
import { topicKeyPolicy } from "../../../../components/scheduledLogExport/resources/topicKey";
import { evaluateIdentityPolicy } from "../../../../sandbox/aws/policy/evaluate";
import { DAY, groupWithEvents, HOUR, OCTOBER } from "../events";
import { ACCOUNT, grantOf, KEY, planOf, REGION } from "../plan";
import { assertSucceeded, Stage, type StageOptions } from "../stage";

const SOURCE = { region: REGION, sourceAccounts: [ACCOUNT] };
/** The default policy of a new key, which delegates to IAM policies. */
const DEFAULT = {
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
    ],
};

function stageWith(key: StageOptions["key"], plan: StageOptions["plan"] = {}, days = 3): Stage {
    const groups = ["/a", "/b"].map((name) => groupWithEvents(name));
    return new Stage({ start: OCTOBER + days * DAY + 15 * HOUR, groups, key, plan });
}

const kmsDecisions = ({ aws }: Stage) => aws.decisions.filter(({ action }) => action.startsWith("kms:"));

describe("A state machine whose checkpoints and manifests are encrypted with a given key", () => {
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
        const policy = machinePolicy({ ...grantOf(planOf()), kmsKeyArn: KEY });
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

    it("fails with the missing permission if the key's policy does not allow it, and exports nothing", async () => {
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

describe("A state machine that exports into a bucket with a key", () => {
    it("exports if the key's policy allows CloudWatch Logs, and uses the key itself for manifests alone", async () => {
        const stage = stageWith({ of: "exports", policy: keyPolicy({ ...SOURCE, accountId: ACCOUNT }) });
        assertSucceeded(await stage.run());
        stage.assertExactlyOnce("/a");
        await stage.assertManifests("/a");
        assert.deepEqual(
            [
                ...new Set(
                    kmsDecisions(stage).map(
                        ({ verdict, action, statements }) => `${verdict} ${action} ${statements[0].Sid}`,
                    ),
                ),
            ],
            ["allow kms:GenerateDataKey UseKeyForExportManifests"],
        );
    });

    it("reports which statements are missing if it does not, and resumes once they are added", async () => {
        const stage = stageWith({ of: "exports", policy: DEFAULT });
        assert.equal((await stage.run()).status, "FAILED");
        assert.match(stage.reported[0], /\/a from .*: PutObject call on the given bucket failed.*keyStatements/s);
        assert.equal(stage.exportedTo("/a"), OCTOBER);
        const policy = { ...DEFAULT, Statement: [...DEFAULT.Statement, ...keyStatements(SOURCE)] };
        stage.aws.world.kmsKeys[KEY].policy = JSON.stringify(policy);
        assertSucceeded(await stage.run());
        stage.assertExactlyOnce("/a");
    });
});

describe("A state machine that reports on a topic with a key", () => {
    const failing = { operation: "CreateExportTask", match: { logGroupName: "/b" }, times: 6 } as const;
    const effect = { kind: "task", outcome: "FAILED" } as const;

    it("publishes, and uses the key through SNS alone", async () => {
        const stage = stageWith({ of: "topic", policy: JSON.parse(topicKeyPolicy("aws", ACCOUNT)) as object });
        stage.aws.faults.inject({ ...failing, effect });
        await stage.run();
        assert.match(stage.reported[0], /\/b from /);
        const used = kmsDecisions(stage).map(({ verdict, action, statements }) => [verdict, action, statements[0].Sid]);
        assert.deepEqual(used.map((one) => one.join(" ")).sort(), [
            "allow kms:Decrypt UseKeyForTopic",
            "allow kms:GenerateDataKey UseKeyForTopic",
        ]);
    });

    it("ends as failed if the key's policy is in the way, so that EventBridge reports it", async () => {
        const others = { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` };
        const policy = { ...DEFAULT, Statement: [{ ...DEFAULT.Statement[0], Principal: others }] };
        const stage = stageWith({ of: "topic", policy });
        stage.aws.faults.inject({ ...failing, effect });
        assert.equal((await stage.run()).status, "FAILED");
        assert.deepEqual(stage.reported, []);
    });

    it("has a policy of a new key that allows both publishers, without conditions, and the account", () => {
        const { Statement } = JSON.parse(topicKeyPolicy("aws-cn", ACCOUNT)) as {
            Statement: { Principal: { Service?: string; AWS?: string }; Condition?: object }[];
        };
        assert.deepEqual(
            Statement.map(({ Principal: { Service, AWS } }) => Service ?? AWS),
            [`arn:aws-cn:iam::${ACCOUNT}:root`, "events.amazonaws.com", "cloudwatch.amazonaws.com"],
        );
        assert.ok(Statement.every(({ Condition }) => Condition === undefined));
    });
});
