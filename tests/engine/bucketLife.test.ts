import * as assert from "node:assert/strict";
import { type NewBucketArgs } from "../../components/exportBucket/args";
import { NEW_BUCKET_PROPERTIES } from "../../components/exportBucket/checks";
import { OWN_RULE_IDS } from "../../components/exportBucket/lifecycle/configuration";
import { textOf } from "../docs/markdown";
import { GROUP, REGION } from "../support/account";
import { type OperationResult } from "../../sandbox/engine";
import { exportSteps, messagesOf, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

/** A bucket, its key and its exports after a run. */
interface Seen {
    readonly bucket: string;
    readonly key?: string;
    readonly uri: string;
    /** The run's steps on exports. */
    readonly exports: readonly string[];
}

/** A change of the options. Each row continues with the bucket of the previous one. */
interface Row {
    /** As in the first column of docs/bucket-life.md. */
    readonly option: string;
    readonly to: NewBucketArgs;
    /** What is changed before that, for the row to change one option alone. */
    readonly from?: NewBucketArgs;
    readonly check: (after: Seen, before: Seen, stage: Stage) => void;
}

const bucketOf = ({ aws }: Stage, name: string) => aws.world.buckets[name];
const configurationOf = (stage: Stage, { bucket }: Seen) => JSON.stringify(bucketOf(stage, bucket).configuration);
const stateOf = ({ aws }: Stage, key?: string) => aws.world.kmsKeys[key ?? ""]?.state;
const nothingElse = (after: Seen, before: Seen) => {
    assert.equal(after.bucket, before.bucket);
    assert.equal(after.uri, before.uri);
    assert.deepEqual(after.exports, []);
};
const keys: string[] = [];

const ROWS: readonly Row[] = [
    {
        option: "`lifecycleRules`, `abortIncompleteMultipartUploadDays`",
        to: { lifecycleRules: [{ expirationDays: 365 }] },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.match(configurationOf(stage, after), /365/);
        },
    },
    {
        option: "`versioning`: true → false",
        to: { lifecycleRules: [{ expirationDays: 365 }], versioning: false },
        check: (after, before, stage) => {
            nothingElse(after, before);
            const configuration = configurationOf(stage, after);
            assert.match(JSON.stringify(bucketOf(stage, after.bucket)), /Suspended/);
            for (const text of ["NoncurrentVersionExpiration", ...OWN_RULE_IDS])
                assert.ok(configuration.includes(text), text);
        },
    },
    {
        option: "`versioning`: false → true",
        to: { lifecycleRules: [{ expirationDays: 365 }] },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.match(JSON.stringify(bucketOf(stage, after.bucket)), /"Enabled"/);
        },
    },
    {
        option: "`tags`, `transform`",
        from: {},
        to: { tags: { team: "audit" } },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.match(JSON.stringify(bucketOf(stage, after.bucket)), /audit/);
        },
    },
    {
        option: '`encryption`: `"SSE-S3"` → `{ createKey }`',
        from: {},
        to: { encryption: { createKey: { aliasName: "alias/a" } } },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.equal(stateOf(stage, after.key), "Enabled");
            keys.push(after.key ?? "");
        },
    },
    {
        option: "`createKey.aliasName`",
        to: { encryption: { createKey: { aliasName: "alias/b" } } },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.equal(after.key, before.key);
            assert.match(JSON.stringify(stage.aws.world), /alias\/b/);
            assert.doesNotMatch(JSON.stringify(stage.aws.world), /alias\/a"/);
        },
    },
    {
        option: "`createKey.aliasName`, back",
        to: { encryption: { createKey: { aliasName: "alias/a" } } },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.match(JSON.stringify(stage.aws.world), /alias\/a"/);
        },
    },
    {
        option: "`createKey.rotationPeriodDays`, `createKey.removalPolicy`, `createKey.deletionWindowDays`",
        to: {
            encryption: {
                createKey: {
                    aliasName: "alias/a",
                    rotationPeriodDays: 90,
                    removalPolicy: "delete",
                    deletionWindowDays: 7,
                },
            },
        },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.equal(after.key, before.key);
            assert.equal(stateOf(stage, after.key), "Enabled");
        },
    },
    {
        option: '`encryption`: `{ createKey }` → `"SSE-S3"`',
        from: { encryption: { createKey: { aliasName: "alias/a" } }, removalPolicy: "delete" },
        to: { removalPolicy: "delete" },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.equal(after.key, undefined);
            assert.equal(stateOf(stage, keys[0]), "Enabled", "what it encrypted can be read");
            assert.doesNotMatch(JSON.stringify(stage.aws.world), /alias\/a"/);
        },
    },
    {
        option: '`encryption`: `"SSE-S3"` → `{ createKey }`, again',
        to: { encryption: { createKey: { aliasName: "alias/a" } }, removalPolicy: "delete" },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.ok(!keys.includes(after.key ?? ""), "a key of its own");
            keys.push(after.key ?? "");
            assert.equal(stateOf(stage, after.key), "Enabled");
        },
    },
    {
        option: "`encryption`: `{ createKey }` → `{ kmsKey }`",
        get to(): NewBucketArgs {
            return { encryption: { kmsKey: keys[0] }, removalPolicy: "delete" };
        },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.equal(after.key, keys[0]);
            assert.equal(stateOf(stage, before.key), "Enabled", "what it encrypted can be read");
        },
    },
    {
        option: "`removalPolicy`, `assumeRoleArn`",
        from: { encryption: { createKey: { aliasName: "alias/a" } }, removalPolicy: "delete" },
        to: { encryption: { createKey: { aliasName: "alias/a" } }, removalPolicy: "retain" },
        check: nothingElse,
    },
    {
        option: "`objectLock` is added",
        to: { encryption: { createKey: { aliasName: "alias/a" } }, objectLock: { mode: "GOVERNANCE", days: 1 } },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.match(JSON.stringify(bucketOf(stage, after.bucket)), /GOVERNANCE/);
        },
    },
    {
        option: "`objectLock` is removed",
        to: { encryption: { createKey: { aliasName: "alias/a" } } },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.doesNotMatch(JSON.stringify(bucketOf(stage, after.bucket)), /GOVERNANCE/);
        },
    },
    {
        option: "`sourceAccounts`, `sourceOrganizationId`, `sourceLogGroups`, `destinationPrefixes`, `callerRoleArns`",
        to: { encryption: { createKey: { aliasName: "alias/a" } }, sourceLogGroups: [GROUP] },
        check: (after, before, stage) => {
            nothingElse(after, before);
            assert.ok(bucketOf(stage, after.bucket).policy?.includes(`log-group:${GROUP}`));
        },
    },
    {
        option: "`bucketName`, `region`",
        from: {
            encryption: { createKey: { aliasName: "alias/a" } },
            objectLock: { mode: "GOVERNANCE", days: 1 },
        },
        to: {
            bucketName: "another-archive",
            encryption: { createKey: { aliasName: "alias/a" } },
            objectLock: { mode: "GOVERNANCE", days: 1 },
        },
        check: (after, before, stage) => {
            assert.equal(after.bucket, "another-archive");
            assert.ok(
                Object.keys(bucketOf(stage, before.bucket).objects).some((key) => key.endsWith(".gz")),
                "the old one stays",
            );
            assert.notEqual(after.uri, before.uri);
            assert.equal(after.exports.length > 0, true);
        },
    },
];

/** What a preview changes, in the words of docs/bucket-life.md. */
function shown({ steps }: OperationResult): string {
    const names = { create: "create", update: "update", replace: "replace", delete: "delete" } as const;
    const byOp = Object.entries(names).flatMap(([op, name]) => {
        const types = [...new Set(steps.filter((step) => step.op === op).map(({ urn }) => typeOf(urn)))].sort();
        return types.length === 0 ? [] : [`${name} ${types.map((type) => `\`${type}\``).join(", ")}`];
    });
    return byOp.join("; ");
}

const typeOf = (urn: string) => urn.split("::").at(-2)?.split(":").at(-1) ?? urn;

/** The two tables: what a change does, and what a preview of it shows. */
const [LIFE, SHOWN] = textOf("docs/bucket-life.md")
    .split("## What a preview shows")
    .map((text) =>
        Object.fromEntries(
            [...text.matchAll(/^\| (`.*) \|$/gm)].map(([, row]) => {
                const [option, ...cells] = row.split(" | ");
                return [option, cells];
            }),
        ),
    );

onEveryEngine("the life of a bucket", (engine) => {
    for (const providerPackage of ["aws", "aws-native"] as const) {
        describe(`with ${providerPackage}`, function () {
            this.timeout(240_000);
            let stage: Stage;
            let seen: Seen;
            const config = (bucket: NewBucketArgs) => ({
                "aws-native:region": REGION,
                args: {
                    logGroups: [GROUP],
                    from: "2026-10-01T00:00:00Z",
                    to: "2026-10-02T00:00:00Z",
                    bucket: { providerPackage, ...bucket },
                },
            });
            async function up(bucket: NewBucketArgs): Promise<Seen> {
                const result = succeeded(await stage.up(config(bucket)));
                const { bucket: name, key, uri } = result.outputs as unknown as Seen;
                return { bucket: name, key, uri, exports: exportSteps(result) };
            }

            before(async () => {
                keys.length = 0;
                stage = await openStage({ engine, program: "bucket" });
                seen = await up({});
            });
            after(() => stage.close());

            for (const row of ROWS) {
                const { option, from, check } = row;
                it(option, async () => {
                    const { to } = row; // it may name the key of a row before
                    if (from) seen = await up(from);
                    const preview = succeeded(await (await stage.open(config(to))).preview());
                    assert.equal(shown(preview), SHOWN[option][providerPackage === "aws" ? 0 : 1]);
                    const after = await up(to);
                    check(after, seen, stage);
                    seen = after;
                });
            }

            it('`destroy` with `removalPolicy: "retain"`', async () => {
                const [{ option, to }] = ROWS.slice(-1);
                assert.equal(option, "`bucketName`, `region`");
                succeeded(await (await stage.open(config(to))).destroy());
                const left = JSON.stringify(bucketOf(stage, seen.bucket));
                assert.match(left, /GOVERNANCE/, "it goes on locking");
                assert.match(left, /\.gz/);
                assert.equal(stateOf(stage, seen.key), "Enabled");
            });

            it('`destroy` with `removalPolicy: "delete"`', async () => {
                const bucket = { removalPolicy: "delete", encryption: { createKey: true } } as const;
                seen = await up(bucket);
                succeeded(await (await stage.open(config(bucket))).destroy());
                assert.equal(bucketOf(stage, seen.bucket), undefined);
                assert.equal(stateOf(stage, seen.key), "Enabled");
            });

            it("`bucket: { existing }`, of the same name", async () => {
                seen = await up({ bucketName: "kept-archive" });
                const settings = configurationOf(stage, seen);
                const after = await up({ existing: "kept-archive" } as NewBucketArgs);
                nothingElse(after, seen);
                assert.equal(configurationOf(stage, after), settings);
                assert.ok(bucketOf(stage, "kept-archive").policy?.includes("CloudWatchLogsPutObject"));
            });

            it("`providerPackage`", async () => {
                seen = await up({});
                const after = await up({ providerPackage: providerPackage === "aws" ? "aws-native" : "aws" });
                assert.notEqual(after.bucket, seen.bucket);
                assert.ok(after.exports.length > 0);
                assert.match(JSON.stringify(bucketOf(stage, seen.bucket)), /\.gz/, "the old one stays");
            });

            it("`versioning: false` is refused by S3 where objects were ever locked", async () => {
                await up({ objectLock: { mode: "GOVERNANCE", days: 1 } });
                await up({});
                const result = await stage.up(config({ versioning: false }));
                assert.equal(result.result, "failed");
                const [message] =
                    /An Object Lock configuration is present .*? changed\./.exec(messagesOf(result)) ?? [];
                assert.ok(textOf("docs/troubleshooting.md").includes(`### “${message}”`), messagesOf(result));
            });
        });
    }
});

describe("docs/bucket-life.md", () => {
    it("has the rows that are run", () => {
        const run = [
            ...ROWS.map(({ option }) => option),
            '`destroy` with `removalPolicy: "retain"`',
            '`destroy` with `removalPolicy: "delete"`',
            "`bucket: { existing }`, of the same name",
            "`providerPackage`",
        ];
        assert.deepEqual(Object.keys(LIFE), run);
        assert.deepEqual(
            Object.keys(SHOWN),
            ROWS.map(({ option }) => option),
        );
    });

    it("has a row for each option of a new bucket", () => {
        const options = Object.keys(LIFE).join(" ");
        for (const option of NEW_BUCKET_PROPERTIES) assert.ok(options.includes(`\`${option}\``), option);
    });
});
