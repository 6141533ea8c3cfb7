import * as assert from "node:assert/strict";
import { join } from "node:path";
import { bucketPolicy } from "../../providers/policies/bucketPolicy";
import { type EngineName } from "../../sandbox/engine";
import { plainTexts } from "../engine/plainTexts";
import { isOnPath, messagesOf, openStage, type Stage, succeeded } from "../engine/stage";
import { ACCOUNT, BUCKET, eventsIn, RANGE, REGION } from "../support/account";

const FAR = "ap-southeast-2";
const GROUPS = ["/aws/lambda/payments", "/aws/lambda/checkout"];
const ROLE = `arn:aws:iam::${ACCOUNT}:role/exporter`;
const ROLES = [{ roleArn: ROLE }];

const missing = ["pulumi", "pulumi-language-yaml"].filter((command) => !isOnPath(command));
const engines: EngineName[] = missing.length === 0 ? ["embedded", "pulumi"] : ["embedded"];
if (missing.length > 0)
    console.log(
        `the plugin's settings: not tested on the Pulumi CLI, because there is no ${missing.join(", ")} on PATH`,
    );

for (const engine of engines) {
    describe(`a program of the plugin, on the ${engine} engine`, function () {
        this.timeout(240_000);
        let stage: Stage;
        const open = async (program: string, groups: readonly string[]) => {
            stage = await openStage({
                engine,
                program: join(__dirname, "programs", `${program}-yaml`),
                groups,
            });
        };
        afterEach(() => stage.close());
        const objects = (bucket: string) =>
            Object.keys(stage.aws.world.buckets[bucket].objects).filter((key) => key.endsWith(".gz"));
        /** Who made the calls that touch exports: what STS lent after `AssumeRole`, or the caller's own keys. */
        const callers = (from: number) =>
            new Set(
                stage.aws.requests
                    .slice(from)
                    .filter(({ operation }) => /ExportTask|DeleteObject/.test(operation))
                    .map(({ accessKeyId }) => accessKeyId),
            );
        const assumed = (from: number) =>
            stage.aws.requests.slice(from).filter(({ operation }) => operation === "AssumeRole");

        it("runs and deletes exports in the Region and with the roles of its package's config, and of an explicit provider", async () => {
            await open("settings", GROUPS);
            const bucketArn = "arn:aws:s3:::far-archive";
            stage.aws.seed({
                roles: [{ arn: ROLE, policy: { Version: "2012-10-17", Statement: [] } }],
                buckets: [
                    {
                        name: "far-archive",
                        region: FAR,
                        policy: bucketPolicy({ region: FAR, bucketArn, sourceAccounts: [ACCOUNT] }),
                    },
                ],
                logGroups: [
                    {
                        name: "/far/away",
                        region: FAR,
                        streams: [{ name: "stream", events: eventsIn(RANGE.from, RANGE.to, 62) }],
                    },
                ],
            });
            const config = {
                "cloudwatch-logs-export:region": REGION,
                "cloudwatch-logs-export:assumeRoles": ROLES,
            };
            const up = succeeded(await stage.up(config));
            assert.deepEqual(up.outputs.regions, [REGION, FAR]);
            assert.deepEqual([objects(BUCKET).length, objects("far-archive").length], [1, 1]);
            assert.ok(assumed(0).length > 0);

            const before = stage.aws.requests.length;
            succeeded(await (await stage.open(config)).destroy());
            assert.deepEqual([objects(BUCKET), objects("far-archive")], [[], []]);
            assert.ok(assumed(before).length > 0, "at destroy too");
        });

        it("hands stack config of the aws provider down from a component to its exports, at destroy too", async () => {
            await open("slot", GROUPS);
            stage.aws.seed({ roles: [{ arn: ROLE, policy: { Version: "2012-10-17", Statement: [] } }] });
            const config = { "aws:assumeRoles": ROLES, logGroups: GROUPS };
            succeeded(await stage.up(config));
            assert.equal(callers(0).has("AKIASANDBOX"), false, "everything is asked by the role");
            assert.equal(objects(BUCKET).length, 8);
            const before = stage.aws.requests.length;
            succeeded(await (await stage.open(config)).destroy());
            assert.deepEqual(objects(BUCKET), []);
            assert.ok(assumed(before).length > 0);
            assert.equal(callers(before).has("AKIASANDBOX"), false);
        });

        // The stand-in of the aws provider has no schema, which a YAML program on the CLI asks for.
        if (engine === "embedded")
            it("selects log groups in the Region of the exports: of an explicit aws provider, and of a resource's output", async () => {
                await open("select", GROUPS);
                const bucketArn = "arn:aws:s3:::far-archive";
                const policy = bucketPolicy({ region: FAR, bucketArn, sourceAccounts: [ACCOUNT] });
                stage.aws.seed({
                    buckets: [{ name: "far-archive", region: FAR, policy }],
                    logGroups: [
                        {
                            name: "/far/away",
                            region: FAR,
                            streams: [{ name: "stream", events: eventsIn(RANGE.from, RANGE.to, 62) }],
                        },
                    ],
                });
                const preview = succeeded(await (await stage.open({})).preview());
                assert.equal(preview.steps.filter(({ urn }) => urn.includes("/far/away")).length, 2);
                const { outputs } = succeeded(await stage.up({}));
                const places = (outputs.uris as string[][]).flat().map((uri) => uri.split("/", 4).join("/"));
                assert.deepEqual(places, ["s3://far-archive/provided", "s3://far-archive/given"]);
            });

        it("refuses a component whose bucket would be in another Region than its exports, before anything is made", async () => {
            await open("audit", GROUPS);
            const refused = await stage.up({ "cloudwatch-logs-export:region": FAR });
            assert.equal(refused.result, "failed");
            assert.match(
                messagesOf(refused),
                /cloudwatch-logs-export:region is "ap-southeast-2", but must be eu-central-1, the Region of Pulumi's aws provider.*\. Set aws:region to the same/,
            );
            assert.deepEqual(Object.keys(stage.aws.world.buckets), [BUCKET]);
            succeeded(await stage.up({ "cloudwatch-logs-export:region": REGION }));
        });

        it("has several components share the slot, and a bucket beside them not wait; a preview says what they will do", async () => {
            await open("slot", GROUPS);
            const config = { logGroups: GROUPS };
            const preview = messagesOf(succeeded(await (await stage.open(config)).preview()));
            assert.match(preview, /declares 4 exports: .* they take about/);
            const { requests } = stage.aws;
            succeeded(await stage.up(config));
            const asked = requests.filter(({ operation }) => operation === "CreateExportTask");
            assert.equal(asked.filter(({ outcome }) => outcome === "OK").length, 8);
            assert.ok(mostAtOnce(asked.map(({ parameters, outcome }) => [String(parameters.taskName), outcome])) <= 2);
            const bucket = requests.findIndex(({ operation }) => operation === "CreateBucket");
            const waited = requests.slice(0, bucket).filter(({ operation }) => operation === "CreateExportTask");
            assert.ok(bucket >= 0 && waited.length < asked.length / 2, `${waited.length} of ${asked.length}`);
        });

        it("keeps a secret out of state and lines", async () => {
            await open("secret", ["/customers/unnamed"]);
            const refused = { kind: "error", code: "ValidationException", message: "Not /customers/unnamed" } as const;
            stage.aws.faults.inject({ operation: "CreateExportTask", effect: refused });
            const failed = await stage.up({});
            assert.equal(failed.result, "failed");
            assert.match(messagesOf(failed), /\[secret\]/);
            const done = succeeded(await stage.up({}));
            const { deployment } = await (await stage.open({})).exportState();
            const records = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":ExportTask"));
            assert.ok(plainTexts(records).includes(BUCKET));
            const shown = [messagesOf(failed), messagesOf(done), ...stage.said, ...plainTexts(records)].join("\n");
            assert.doesNotMatch(shown, /unnamed/);
        });
    });
}

/** How many exports had been asked for and not yet started, at most. */
function mostAtOnce(asked: readonly (readonly [string, string])[]): number {
    const waiting = new Set<string>();
    let most = 0;
    for (const [name, outcome] of asked) {
        waiting.add(name);
        most = Math.max(most, waiting.size);
        if (outcome === "OK") waiting.delete(name);
    }
    return most;
}
