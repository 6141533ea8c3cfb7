import * as assert from "node:assert/strict";
import { Session } from "node:inspector";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "../../../components/logExport/logExport";
import { LateArguments } from "../../../providers/exportTask/lateArguments";
import { ExportTask, type ExportTaskArgs } from "../../../providers/exportTask/resource";
import { resolvedValue } from "../../../providers/outputs";
import { EXPORT_TASK, withRejections } from "../../support/mocks";
import { BASE, Stage } from "../../components/logExport/stage";

/** Here Pulumi makes what it sends of a resource's inputs. */
const rpc = createRequire(__filename)("@pulumi/pulumi/runtime/rpc") as {
    serializeResourceProperties: (label: string, props: pulumi.Inputs, opts?: object) => Promise<unknown>;
};

const OCTOBER: ExportTaskArgs = {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: "audit-archive",
};
const PLUGIN_TYPE = "cloudwatch-logs-export:index:ExportTask";
const DERIVED = ["uri", "statusMessage", "predecessors"];

/** The usual way to add an option: it puts a copy in place of a list that it adds to. */
const adding =
    (added: pulumi.CustomResourceOptions): pulumi.ResourceTransformation =>
    ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, added) });

class Plain extends pulumi.CustomResource {
    constructor(name: string, opts: pulumi.CustomResourceOptions) {
        super("test:index:Plain", name, {}, opts);
    }
}

class Group extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("test:index:Group", name, {}, opts);
    }
}

describe("what an export adds to its arguments late", () => {
    const stage = new Stage();
    const registered = async (args: Partial<ExportTaskArgs>, opts?: pulumi.CustomResourceOptions) => {
        const task = new ExportTask("october", { ...OCTOBER, ...args }, opts);
        await stage.program.settle();
        return { task, ...stage.tasks()[0] };
    };
    const secret = pulumi.secret("/aws/lambda/unnamed");

    beforeEach(() => stage.begin());

    it("is an alias of the type that the other host gives it, and no secret outputs", async () => {
        const { aliases, secretOutputs } = await registered({ destination: pulumi.output("audit-archive") });
        assert.deepEqual(aliases, [PLUGIN_TYPE]);
        assert.deepEqual(secretOutputs, []);
    });

    it("comes after what the program gives", async () => {
        const opts = { aliases: ["urn:pulumi:prod::shop::any::before"], additionalSecretOutputs: ["taskId"] };
        const { aliases, secretOutputs } = await registered({ logGroupName: secret }, opts);
        assert.deepEqual(aliases, [...opts.aliases, PLUGIN_TYPE]);
        assert.deepEqual(secretOutputs, ["taskId", ...DERIVED]);
    });

    for (const whose of ["its own", "its parent's"]) {
        it(`comes after what a transformation of ${whose} adds`, async () => {
            const transformations = [adding({ aliases: ["urn:before"], additionalSecretOutputs: ["taskId"] })];
            const opts =
                whose === "its own" ? { transformations } : { parent: new Group("group", { transformations }) };
            const { aliases, secretOutputs } = await registered({ logGroupName: secret }, opts);
            assert.deepEqual(aliases, ["urn:before", PLUGIN_TYPE]);
            assert.deepEqual(secretOutputs, ["taskId", ...DERIVED]);
        });
    }

    it("goes by what a transformation makes a secret", async () => {
        const hide: pulumi.ResourceTransformation = ({ props, opts }) => ({
            props: { ...props, destinationPrefix: pulumi.secret("unnamed") },
            opts,
        });
        const { inputs, secretOutputs } = await registered({}, { transformations: [hide] });
        assert.deepEqual(secretOutputs, DERIVED);
        assert.deepEqual(inputs.secretInputs, ["destinationPrefix"]);
    });

    it("is not added to a child of the export, nor to what a transformation makes of its options", async () => {
        const made: pulumi.ResourceTransformation = ({ type, opts }) => {
            if (type !== EXPORT_TASK) return undefined;
            new Plain("companion", { ...opts });
            return undefined;
        };
        const { task, ...october } = await registered({ logGroupName: secret }, { transformations: [made] });
        new Plain("child", { parent: task });
        await stage.program.settle();
        assert.deepEqual([october.aliases, october.secretOutputs], [[PLUGIN_TYPE], DERIVED]);
        for (const name of ["companion", "child"]) {
            const { inputs, aliases, secretOutputs } = stage.program.find("Plain", name);
            assert.deepEqual([inputs, aliases, secretOutputs], [{}, [], []]);
        }
    });

    it("hides no frame of a transformation that fails", () => {
        const fails: pulumi.ResourceTransformation = () => {
            throw new Error("of the program");
        };
        const made = () => new ExportTask("october", OCTOBER, { transformations: [fails] });
        assert.throws(made, (error: Error) => error.stack?.includes("lateArguments.test.ts") === true);
    });

    it("is one property, whatever there is to tell the provider", async () => {
        const { properties, inputs } = await registered({ logGroupName: secret, series: "2026-10-01/.." } as object);
        const given = ["logGroupName", "from", "to", "destination"];
        assert.deepEqual([...properties].sort(), [...given, "helpers", "__provider"].sort());
        const { shortUrn, series, secretInputs } = inputs;
        assert.deepEqual(
            [shortUrn, series, secretInputs],
            ["prod::shop::::october", "2026-10-01/..", ["logGroupName"]],
        );
    });

    it("is what the provider alone is told, of which the resource has no outputs", async () => {
        const { task, inputs } = await registered({ destinationPrefix: Promise.resolve("audit") });
        assert.match(String(inputs.__provider), /pulumi-cloudwatch-logs-export\/exportTask/);
        assert.equal(inputs.destinationPrefix, "audit");
        const outputs = Object.keys(task).filter((name) => pulumi.Output.isInstance(task[name as keyof ExportTask]));
        assert.deepEqual(
            ["__provider", "helpers", "shortUrn", "series"].filter((name) => outputs.includes(name)),
            [],
        );
        assert.ok(outputs.includes("destinationPrefix"));
    });

    it("leaves what an input depends on to Pulumi, and what dependsOn says", async () => {
        const [first, second] = [new Plain("first", {}), new Plain("second", {})];
        const { dependencies } = await registered(
            { region: Promise.resolve("eu-central-1"), logGroupName: first.urn.apply(() => "/aws/lambda/payments") },
            { dependsOn: [second] },
        );
        const urns = await Promise.all([first, second].map((one) => resolvedValue(one.urn)));
        assert.deepEqual([...dependencies].sort(), urns.sort());
    });

    it("leaves the inputs plain by the time that Pulumi comes to them", async () => {
        const { serializeResourceProperties: serialise } = rpc;
        let types: Record<string, string> = {};
        rpc.serializeResourceProperties = (label, props, opts) => {
            types = Object.fromEntries(Object.entries(props).map(([name, value]) => [name, typeof value]));
            return serialise(label, props, opts);
        };
        try {
            const region = Promise.resolve("eu-central-1");
            await registered({ region, destinationPrefix: Promise.resolve("audit"), profile: pulumi.output("ops") });
        } finally {
            rpc.serializeResourceProperties = serialise;
        }
        const named = (...which: string[]) => Object.keys(types).filter((name) => which.includes(types[name]));
        const given = ["logGroupName", "from", "to", "region", "destination", "destinationPrefix"];
        assert.deepEqual(named("string", "number").sort(), [...given, "helpers", "__provider"].sort());
        assert.deepEqual(named("object"), ["profile"], "an output stays");
    });

    it("keeps no debugger busy with an input that fails, as Pulumi starts one for a program's functions", async function () {
        this.timeout(25_000); // what it looks through takes a minute
        const debuggers = new Session();
        debuggers.connect();
        debuggers.post("Debugger.enable");
        try {
            const logGroups = { pay: pulumi.output("/a"), shop: "/b" };
            const rejections = await withRejections(async () => {
                new LogExport("audit", { ...BASE, logGroups, layout: () => "audit/all" });
                await stage.program.settle();
            });
            assert.match(rejections.map(String).join("\n"), /both go to audit\/all/);
        } finally {
            debuggers.disconnect();
        }
    });

    it("fails the program, rather than stay away, if Pulumi passes over transformations", () => {
        const late = new LateArguments("october", false, "");
        late.optionsFrom();
        assert.throws(() => late.complete({} as pulumi.Resource), /This version of @pulumi\/pulumi is not supported/);
    });
});
