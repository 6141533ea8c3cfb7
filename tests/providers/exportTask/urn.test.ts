import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    fullUrn,
    projectAndStackOf,
    recordedUrn,
    resourceNameOf,
    shortUrn,
    shortUrnOf,
    wholeShortUrn,
} from "../../../providers/exportTask/urn";

const TYPE = "pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask";

describe("the short URN of an export", () => {
    const urns = {
        "at the top": [`urn:pulumi:prod::shop::${TYPE}::october`, "prod::shop::::october"],
        "within components": [
            `urn:pulumi:prod::shop::my:index:Archive$cloudwatch-logs-export:index:LogExport$${TYPE}::october`,
            "prod::shop::my:index:Archive$:LogExport::october",
        ],
        "within a component of any type": [
            `urn:pulumi:prod::shop::Archive$LogExport$cloudwatch-logs-export:index:My:Thing$${TYPE}::october`,
            "prod::shop::Archive$LogExport$:My:Thing::october",
        ],
        "with a name that has colons and dollars": [`urn:pulumi:prod::shop::${TYPE}::a::b$c`, "prod::shop::::a::b$c"],
    };
    for (const [what, [urn, short]] of Object.entries(urns)) {
        it(`${what} leaves out what all have, and gives it back`, () => {
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

describe("the short URN in the state", () => {
    const october = {
        logGroupName: "/aws/lambda/payments",
        from: Date.parse("2026-10-01T00:00:00Z"),
        to: Date.parse("2026-11-01T00:00:00Z"),
    };
    const key = "/aws/lambda/payments-20261001T000000Z-20261101T000000Z";

    const recorded = {
        "within a LogExport": [`prod::shop:::LogExport::audit-${key}`, "prod::shop:::LogExport$::audit"],
        "at the top": [`prod::shop::::audit-${key}`, "prod::shop::$::audit"],
        "with a name that has colons": [`prod::shop:::LogExport::a::b-${key}`, "prod::shop:::LogExport$::a::b"],
        "with a name that is nothing else": [`prod::shop::::-${key}`, "prod::shop::$::"],
    };
    for (const [what, [short, inState]] of Object.entries(recorded)) {
        it(`${what} leaves out what the inputs tell, and gives it back`, () => {
            assert.equal(recordedUrn(short, october), inState);
            assert.equal(wholeShortUrn(inState, october), short);
        });
    }

    const whole = {
        "another name": ["prod::shop:::LogExport::audit-october", october],
        "the name of another range": [`prod::shop:::LogExport::audit-${key}`, { ...october, from: 0 }],
        "a log group that is not known yet": [`prod::shop:::LogExport::audit-${key}`, { ...october, logGroupName: {} }],
    } as const;
    for (const [what, [short, inputs]] of Object.entries(whole)) {
        it(`is whole with ${what}`, () => {
            assert.equal(recordedUrn(short, inputs), short);
            assert.equal(wholeShortUrn(short, inputs), short);
        });
    }
});

const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
