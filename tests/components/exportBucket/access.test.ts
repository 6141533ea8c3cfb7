import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type ExportBucketArgs } from "../../../components/exportBucket/args";
import { type Mocked, promiseOf, setMocks, withRejections } from "../../support/mocks";

const ROLE = "arn:aws:iam::222222222222:role/exporter";

describe("who may export into an ExportBucket", () => {
    let program: Mocked;
    const statements = () =>
        (
            JSON.parse(program.ofType("BucketPolicy")[0].inputs.policy as string) as {
                Statement: {
                    Sid: string;
                    Resource: unknown;
                    Principal: unknown;
                    Condition: Record<string, Record<string, unknown>>;
                }[];
            }
        ).Statement;
    async function make(args: ExportBucketArgs): Promise<ExportBucket> {
        program = await setMocks();
        const bucket = new ExportBucket("archive", args);
        await program.settle();
        return bucket;
    }

    for (const [where, args] of [
        ["a new bucket", { bucketName: "archive" }],
        ["an existing one with a managed policy", { existing: "archive", policy: "managed" }],
    ] as const) {
        describe(`of ${where}`, () => {
            it("is every account of an organisation", async () => {
                const bucket = await make({ ...args, sourceOrganizationId: pulumi.output("o-a1b2c3d4e5") });
                for (const { Condition } of statements().slice(0, 2)) {
                    assert.equal(Condition.StringEquals["aws:SourceOrgID"], "o-a1b2c3d4e5");
                    assert.equal(Condition.StringEquals["aws:SourceAccount"], undefined);
                    assert.deepEqual(Condition.ArnLike["aws:SourceArn"], ["arn:aws:logs:eu-central-1:*:log-group:*"]);
                }
                assert.equal(await promiseOf(bucket.sourceAccounts), undefined);
                assert.deepEqual(
                    program.calls.filter(({ token }) => token.includes("getCallerIdentity")),
                    [],
                    "nobody is asked for the account",
                );
            });

            it("is some log groups, under some prefixes", async () => {
                const sourceLogGroups = ["/shop/payments", pulumi.output("/aws/*")];
                await make({ ...args, sourceLogGroups, destinationPrefixes: ["audit", "logs"] });
                const [acl, put] = statements();
                const arn = "arn:aws:logs:eu-central-1:123456789012:log-group:";
                const arns = [`${arn}/aws/*`, `${arn}/shop/payments`, `${arn}/shop/payments:*`];
                assert.deepEqual(acl.Condition.ArnLike["aws:SourceArn"], arns);
                assert.deepEqual(put.Condition.ArnLike["aws:SourceArn"], arns);
                assert.equal(acl.Resource, "arn:aws:s3:::archive");
                assert.deepEqual(put.Resource, ["arn:aws:s3:::archive/audit/*", "arn:aws:s3:::archive/logs/*"]);
            });

            it("is a caller of another account, who has to be let in too", async () => {
                await make({ ...args, sourceAccounts: ["222222222222"], callerRoleArns: [ROLE] });
                const callers = statements().filter(({ Sid }) => Sid.startsWith("ExportCallers"));
                assert.equal(callers.length, 3);
                for (const { Principal } of callers) assert.deepEqual(Principal, { AWS: ROLE });
            });
        });
    }

    for (const [what, args, said] of [
        ["an account", { sourceAccounts: pulumi.output(["12345"]) }, /sourceAccounts\[0\] is "12345"/],
        ["an organisation", { sourceOrganizationId: pulumi.output("shop") }, /sourceOrganizationId is "shop"/],
        ["no log groups", { sourceLogGroups: pulumi.output<string[]>([]) }, /sourceLogGroups is \[\]/],
        ["a prefix", { destinationPrefixes: [pulumi.output("/a")] }, /destinationPrefixes\[0\] is "\/a"/],
        ["a caller", { callerRoleArns: [pulumi.output("me")] }, /callerRoleArns\[0\] is "me"/],
        [
            "more callers than a policy holds",
            { callerRoleArns: Array.from({ length: 300 }, (_, n) => `${ROLE}-${n}`) },
            /bytes too long.*at most 20 KB/,
        ],
    ] as const) {
        it(`is looked at again when it is known: ${what}`, async () => {
            const rejections = await withRejections(async () => {
                await make(args as unknown as ExportBucketArgs).catch(() => undefined);
            });
            assert.match(rejections.join("\n"), said);
            assert.deepEqual(program.ofType("BucketPolicy"), [], "no policy is written");
        });
    }
});
