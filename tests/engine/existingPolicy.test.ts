import * as assert from "node:assert/strict";
import { BUCKET, REGION } from "../support/account";
import { messagesOf, onEveryEngine, openStage, type Stage, succeeded } from "./stage";

const statement = (Sid: string) => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteObject",
    Resource: `arn:aws:s3:::${BUCKET}/*`,
});
const OWN = ["CloudWatchLogsGetBucketAcl", "CloudWatchLogsPutObject", "DenyInsecureTransport"];

interface Policy {
    readonly Statement: { readonly Sid: string }[];
}

onEveryEngine("the managed policy of an existing bucket", (engine) => {
    for (const providerPackage of ["aws", "aws-native"] as const) {
        describe(`with ${providerPackage}`, () => {
            let stage: Stage;
            const config = (more: object = {}) => ({
                "aws-native:region": REGION,
                args: { existing: BUCKET, policy: "managed", providerPackage, ...more },
            });
            const policyText = () => stage.aws.world.buckets[BUCKET].policy;
            const sids = () => (JSON.parse(policyText() ?? "{}") as Policy).Statement.map(({ Sid }) => Sid);
            const set = (Statement: object[]) => {
                stage.aws.world.buckets[BUCKET].policy = JSON.stringify({ Version: "2012-10-17", Statement });
            };
            const changes = (result: { steps: readonly { op: string; urn: string }[] }) =>
                result.steps.filter(({ op }) => op !== "same").map(({ op }) => op);

            before(async () => {
                stage = await openStage({ engine, program: "existing" });
            });
            after(() => stage.close());

            if (providerPackage === "aws") {
                it("keeps the statements that are there, and a preview names them", async () => {
                    set([statement("NobodyDeletes"), statement("NorYou")]);
                    const preview = succeeded(await (await stage.open(config())).preview());
                    assert.match(messagesOf(preview), /from others stay: NobodyDeletes, NorYou\./);
                    succeeded(await stage.up(config()));
                    assert.deepEqual(sids(), ["NobodyDeletes", "NorYou", ...OWN]);
                });
            } else {
                it("is not written over one that is there, and a preview says so", async () => {
                    set([statement("NobodyDeletes")]);
                    const before = policyText();
                    const preview = succeeded(await (await stage.open(config())).preview());
                    assert.match(messagesOf(preview), /the aws-native provider does not take over one/);
                    const failed = await stage.up(config());
                    assert.equal(failed.result, "failed");
                    assert.match(messagesOf(failed), /Already ?Exists/i);
                    assert.equal(policyText(), before);
                });

                it("is written for a bucket without one, beside what is added later", async () => {
                    stage.aws.world.buckets[BUCKET].policy = undefined;
                    succeeded(await stage.up(config()));
                    assert.deepEqual(sids(), OWN);
                    set([statement("NobodyDeletes"), ...(JSON.parse(policyText() ?? "{}") as Policy).Statement]);
                });
            }

            it("changes nothing in the next up, nor after a refresh", async () => {
                if (providerPackage === "aws-native") succeeded(await stage.up(config()));
                const before = policyText();
                assert.deepEqual(changes(succeeded(await stage.up(config()))), []);
                succeeded(await (await stage.open(config())).refresh());
                assert.deepEqual(changes(succeeded(await stage.up(config()))), []);
                assert.equal(policyText(), before);
            });

            it("keeps what somebody adds while it is managed, also as the grant changes", async () => {
                set([...(JSON.parse(policyText() ?? "{}") as Policy).Statement, statement("AddedByHand")]);
                const narrower = config({ sourceLogGroups: ["/aws/lambda/payments"] });
                succeeded(await stage.up(narrower));
                const theirs = sids().filter((sid) => !OWN.includes(sid));
                assert.ok(theirs.includes("NobodyDeletes") && theirs.includes("AddedByHand"), theirs.join());
                assert.match(policyText() ?? "", /log-group:\/aws\/lambda\/payments/);
                assert.deepEqual(changes(succeeded(await stage.up(narrower))), []);
            });

            it("stays whole when the stack is destroyed", async () => {
                const before = policyText();
                succeeded(await (await stage.open(config())).destroy());
                assert.equal(policyText(), before);
            });
        });
    }
});
