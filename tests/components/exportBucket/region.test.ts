import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { LogExport } from "../../../components/logExport/logExport";
import { EXPORT_TASK, setMocks, withRejections } from "../../support/mocks";
import { PARTS, Stage, TYPES } from "./stage";

const RANGE = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

describe("the Region of a bucket", () => {
    const stage = new Stage();
    const regionsOf = () => PARTS.map((part) => [part, stage.part(part).inputs.region]);
    const inIreland = PARTS.map((part) => [part, "eu-west-1"]);

    it("is that of every resource of it, of its policy and its key", async () => {
        await stage.make({ region: "eu-west-1", encryption: { createKey: true } });
        assert.deepEqual(regionsOf(), inIreland);
        for (const type of ["kms/key:Key", "kms/alias:Alias"]) {
            assert.equal(stage.program.ofType(`aws:${type}`)[0].inputs.region, "eu-west-1");
        }
        const [acl] = stage.policyOf().Statement;
        assert.deepEqual(acl.Principal, { Service: "logs.eu-west-1.amazonaws.com" });
        assert.match(acl.Condition.ArnLike["aws:SourceArn"][0], /^arn:aws:logs:eu-west-1:/);
    });

    it("is in no argument where it is not given", async () => {
        await stage.make({});
        assert.deepEqual(
            regionsOf(),
            PARTS.map((part) => [part, undefined]),
        );
    });

    it("is there for the user's transforms, of either form", async () => {
        let seen: unknown;
        await stage.make({
            region: pulumi.output("eu-west-1"),
            transform: {
                bucket: { tags: { team: "audit" } },
                policy: (args) => {
                    seen = args.region;
                },
                versioning: (args) => ({ ...args, mfa: "x" }),
            },
        });
        assert.ok(pulumi.Output.isInstance(seen));
        assert.deepEqual(regionsOf(), inIreland);
        assert.deepEqual(stage.part("bucket").inputs.tags, { team: "audit" });
        assert.equal(stage.part("versioning").inputs.mfa, "x");
    });

    it("is that of the LogExport which creates it, and of its exports", async () => {
        const program = await setMocks();
        new LogExport("audit", { logGroups: ["/aws/lambda/payments"], ...RANGE, region: "eu-west-1" });
        await program.settle();
        const made = program.registrations.filter(({ type }) => type.startsWith("aws:s3/"));
        assert.equal(made.length, PARTS.length);
        for (const { type, inputs } of made) assert.equal(inputs.region, "eu-west-1", type);
        assert.equal(program.ofType(EXPORT_TASK)[0].inputs.region, "eu-west-1");
        const policy = JSON.parse(program.ofType(TYPES.policy)[0].inputs.policy as string) as {
            Statement: { Principal: unknown }[];
        };
        assert.deepEqual(policy.Statement[0].Principal, { Service: "logs.eu-west-1.amazonaws.com" });
    });

    it("is that of the exports where only the bucket says it", async () => {
        const program = await setMocks();
        new LogExport("audit", { logGroups: ["/aws/lambda/payments"], ...RANGE, bucket: { region: "eu-west-1" } });
        await program.settle();
        assert.equal(program.ofType(EXPORT_TASK)[0].inputs.region, "eu-west-1");
    });

    it("is that of an existing bucket whose policy is managed", async () => {
        await stage.make({ existing: "audit-archive", policy: "managed", region: "cn-north-1" });
        assert.equal(stage.part("policy").inputs.region, "cn-north-1");
        const [acl] = stage.policyOf().Statement;
        assert.equal(acl.Resource, "arn:aws-cn:s3:::audit-archive");
        assert.deepEqual(acl.Principal, { Service: "logs.cn-north-1.amazonaws.com.cn" });
    });

    describe("with aws-native", () => {
        it("is the provider's", async () => {
            await stage.make({ providerPackage: "aws-native", region: "eu-central-1" });
            assert.equal(stage.program.ofType("aws-native:s3:BucketPolicy").length, 1);
        });

        for (const preview of [true, false]) {
            it(`is refused where it is another${preview ? ", in preview" : ""}`, async () => {
                const failed = await withRejections(async () => {
                    await stage.make({ providerPackage: "aws-native", region: "eu-west-1" }, { preview });
                });
                assert.match(
                    failed.map(String).join(),
                    /region is "eu-west-1", but must be eu-central-1, the Region of the aws-native provider\. .* give a provider with that Region/,
                );
                assert.equal(stage.program.ofType("aws-native:s3:BucketPolicy").length, 0);
            });
        }
    });

    it("is refused where it contradicts that of the LogExport, or is none", async () => {
        const program = await setMocks();
        const declare = (region: string) => () =>
            new LogExport("audit", { logGroups: ["/a"], ...RANGE, region: "eu-west-1", bucket: { region } });
        assert.throws(
            declare("eu-central-1"),
            /bucket\.region is "eu-central-1", but must be "eu-west-1", the region of the LogExport/,
        );
        assert.throws(declare("Ireland"), /region is "Ireland", but must be a Region's code/);
        await program.settle();
        assert.equal(program.registrations.length, 0);
    });

    it("is no property of an explicit provider's bucket, which goes where the provider is", async () => {
        await stage.begin();
        const provider = new aws.Provider("ireland", { region: "eu-west-1" });
        new ExportBucket("archive", {}, { provider });
        await stage.program.settle();
        assert.equal(stage.part("bucket").inputs.region, undefined);
        assert.deepEqual(stage.policyOf().Statement[0].Principal, { Service: "logs.eu-west-1.amazonaws.com" });
    });
});
