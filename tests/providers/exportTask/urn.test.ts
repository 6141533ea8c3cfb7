import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { fullUrn, projectAndStackOf, resourceNameOf, shortUrn, shortUrnOf } from "../../../providers/exportTask/urn";

const TYPE = "pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask";

describe("the short URN of an export", () => {
    const urns = {
        "at the top": [`urn:pulumi:prod::shop::${TYPE}::october`, "prod::shop::::october"],
        "within components": [
            `urn:pulumi:prod::shop::my:index:Archive$cloudwatch-logs-export:index:LogExport$${TYPE}::october`,
            "prod::shop::my:index:Archive$cloudwatch-logs-export:index:LogExport::october",
        ],
        "within a component of any type": [
            `urn:pulumi:prod::shop::Archive$My Thing$${TYPE}::october`,
            "prod::shop::Archive$My Thing::october",
        ],
        "with a name that has colons and dollars": [`urn:pulumi:prod::shop::${TYPE}::a::b$c`, "prod::shop::::a::b$c"],
    };
    for (const [what, [urn, short]] of Object.entries(urns)) {
        it(`${what} leaves out the type of the export, and gives it back`, () => {
            assert.equal(shortUrn(urn), short);
            assert.equal(fullUrn(short), urn);
            assert.deepEqual(projectAndStackOf(short), { project: "shop", stack: "prod" });
            assert.equal(resourceNameOf(short), urn.slice(urn.indexOf(`${TYPE}::`) + TYPE.length + 2));
        });
    }

    it("is the same for the resource of the plugin", () => {
        const [urn, short] = urns["within components"];
        assert.equal(shortUrn(urn.replace(TYPE, "cloudwatch-logs-export:index:ExportTask")), short);
    });

    it("of a declared export is that of the URN that Pulumi makes", async () => {
        await pulumi.runtime.setMocks({ call: () => ({}), newResource: () => ({ id: "", state: {} }) }, "shop", "prod");
        class Component extends pulumi.ComponentResource {}
        const outer = new Component("my:index:Archive", "audit");
        const inner = new Component("my:index:Part", "part", {}, { parent: outer });
        const own = new Component("cloudwatch-logs-export:index:LogExport", "audit", {}, { parent: inner });
        for (const parent of [undefined, outer, inner, own]) {
            const urn = pulumi.createUrn("a::b", TYPE, parent);
            assert.equal(await shortUrnOf("a::b", parent), shortUrn(await valueOf(urn)));
        }
        // Where createUrn cuts the parent's name, and the engine does not.
        const parents = {
            "my:index:Archive": new Component("my:index:Archive", "audit::1"),
            "": new pulumi.ComponentResource("pulumi:pulumi:Stack", "shop-prod"),
        };
        for (const [types, parent] of Object.entries(parents)) {
            assert.equal(await shortUrnOf("october", parent), `prod::shop::${types}::october`);
        }
    });
});

const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
