import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LateArguments } from "../../../providers/exportTask/lateArguments";
import { ExportTask, type ExportTaskArgs } from "../../../providers/exportTask/resource";
import { Stage } from "../../components/logExport/stage";

const OCTOBER: ExportTaskArgs = {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: "audit-archive",
};
const PLUGIN_TYPE = "cloudwatch-logs-export:index:ExportTask";
const DERIVED = ["uri", "statusMessage", "predecessors"];

/** The usual way to add an option: it copies the lists of which it adds to. */
const adding =
    (added: pulumi.CustomResourceOptions): pulumi.ResourceTransformation =>
    ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, added) });

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

    it("is not added to a resource whose parent is an export", async () => {
        const { task } = await registered({ logGroupName: secret });
        new ExportTask("child", { ...OCTOBER, logGroupName: pulumi.output("/aws/lambda/payments") }, { parent: task });
        await stage.program.settle();
        const [, child] = stage.tasks();
        assert.deepEqual([child.aliases, child.secretOutputs], [[PLUGIN_TYPE], []]);
    });

    it("fails the program, rather than stay away, if Pulumi passes over transformations", () => {
        const late = new LateArguments("october", false);
        late.optionsFrom();
        assert.throws(() => late.complete({} as pulumi.Resource), /This version of @pulumi\/pulumi is not supported/);
    });
});
