import * as assert from "node:assert/strict";
import { fullUrn, projectAndStackOf, resourceNameOf, shortUrn } from "../../../providers/exportTask/urn";

const TYPE = "pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask";

describe("the short URN of an export", () => {
    const urns = {
        "at the top": [`urn:pulumi:prod::shop::${TYPE}::october`, "prod::shop::::october"],
        "within components": [
            `urn:pulumi:prod::shop::my:index:Archive$cloudwatch-logs-export:index:LogExport$${TYPE}::october`,
            "prod::shop::my:index:Archive$cloudwatch-logs-export:index:LogExport::october",
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
});
