import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsNative from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";
import { ExportTask, LogExport } from "../../../index";
import { EXPORT_TASK, type Mocked, setMocks } from "../../support/mocks";

const TASK = {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: "audit-archive",
};

describe("an ExportTask with an explicit provider", () => {
    let program: Mocked;
    const declare = async (args: object, provider: () => pulumi.ProviderResource): Promise<Record<string, unknown>> => {
        program = await setMocks({ account: "210987654321", config: { "aws:region": "eu-central-1" } });
        new ExportTask("october", { ...TASK, ...args }, { provider: provider() });
        await program.settle();
        const task = program.find(EXPORT_TASK, "october");
        assert.equal(task.provider, "", "Pulumi would send it to the plugin of that provider");
        assert.deepEqual(task.dependencies, []);
        return task.inputs;
    };
    const ireland = () => new aws.Provider("ireland", { region: "eu-west-1", profile: "audit" });
    const PROVIDERS = {
        aws: ireland,
        "aws-native": () => new awsNative.Provider("ireland", { region: "eu-west-1", profile: "audit" }),
    };

    for (const [name, provider] of Object.entries(PROVIDERS)) {
        it(`of ${name} runs in its Region, with its profile, in its account alone`, async () => {
            const { region, profile, accounts } = await declare({}, provider);
            assert.deepEqual([region, profile, accounts], ["eu-west-1", "audit", ["210987654321"]]);
        });
    }

    it("of its parent runs there too, as a log group below the same parent would", async () => {
        program = await setMocks({ account: "210987654321", config: { "aws:region": "eu-central-1" } });
        class Shop extends pulumi.ComponentResource {
            constructor(name: string, opts: pulumi.ComponentResourceOptions) {
                super("shop:index:Shop", name, {}, opts);
                new ExportTask(`${name}-task`, TASK, { parent: this });
                new ExportTask(`${name}-far`, { ...TASK, region: "eu-north-1" }, { parent: this });
            }
        }
        new Shop("direct", { provider: ireland() });
        new Shop("below", { parent: new pulumi.ComponentResource("shop:index:All", "all", {}, { providers: [PROVIDERS["aws-native"]()] }) }); // prettier-ignore
        new Shop("default", {});
        await program.settle();
        const of = (name: string) => {
            const { inputs, provider, dependencies } = program.find(EXPORT_TASK, name);
            assert.deepEqual([provider, dependencies], ["", []]);
            return [inputs.region, inputs.profile, inputs.accounts];
        };
        assert.deepEqual(of("direct-task"), ["eu-west-1", "audit", ["210987654321"]]);
        assert.deepEqual(of("below-task"), ["eu-west-1", "audit", ["210987654321"]]);
        assert.deepEqual(of("direct-far"), ["eu-north-1", "audit", ["210987654321"]]);
        assert.deepEqual(of("default-task"), [undefined, undefined, undefined]);
    });

    it("asks a provider for its account once", async () => {
        program = await setMocks();
        const provider = ireland();
        for (const name of ["a", "b", "c"]) new ExportTask(name, TASK, { provider });
        await program.settle();
        assert.equal(program.calls.length, 1);
    });

    it("goes by its arguments first, and by a role or profile in whatever account that is", async () => {
        const role = { assumeRoleArn: "arn:aws:iam::123456789012:role/log-exporter" };
        const asRole = await declare({ region: "eu-north-1", ...role }, ireland);
        assert.deepEqual([asRole.region, asRole.profile, asRole.accounts], ["eu-north-1", "audit", undefined]);
        const asProfile = await declare({ profile: "other" }, ireland);
        assert.deepEqual([asProfile.profile, asProfile.accounts], ["other", undefined]);
    });

    it("goes by stack config for what the provider does not say", async () => {
        const { region, profile } = await declare({}, () => new aws.Provider("keys", { accessKey: "a" }));
        assert.deepEqual([region, profile], [undefined, undefined]);
    });

    it("is refused one by a transform, since the LogExport says where its exports run", async () => {
        program = await setMocks();
        const provider = ireland();
        const exportTask = (_args: object, opts: pulumi.CustomResourceOptions) => {
            opts.provider = provider;
        };
        const { from, to, logGroupName } = TASK;
        const bucket = { existing: "audit-archive" };
        assert.throws(
            () => new LogExport("audit", { logGroups: [logGroupName], from, to, bucket, transform: { exportTask } }),
            /provider is a resource of type pulumi:providers:aws, but must be absent from the options that transform.exportTask/,
        );
        await program.settle();
        assert.deepEqual(program.ofType(EXPORT_TASK), []);
    });

    it("reads a task there", async () => {
        program = await setMocks();
        const found: ExportTask[] = [];
        found.push(ExportTask.get("found", "task-1", {}, { provider: ireland() }));
        await program.settle();
        assert.equal(found.length, 1);
    });

    it("is refused with one of another package", async () => {
        program = await setMocks();
        class Gcp extends pulumi.ProviderResource {}
        const provider = new Gcp("gcp", "gcp");
        assert.throws(
            () => new ExportTask("october", TASK, { provider }),
            /provider is a resource of type pulumi:providers:gcp, but must be an aws.Provider or an awsNative.Provider/,
        );
        await program.settle();
        assert.deepEqual(program.ofType(EXPORT_TASK), []);
    });
});
