import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { secretInputsOf } from "../../../providers/exportTask/secretOutputs";

describe("the list of an export's secret inputs", () => {
    const NAMED = [
        "logGroupName",
        "logStreamNamePrefix",
        "destination",
        "destinationPrefix",
        "taskNamePrefix",
        "region",
        "profile",
        "assumeRoleArn",
    ];

    for (const name of NAMED) {
        it(`has ${name}, which messages may name`, async () => {
            const others = Object.fromEntries(NAMED.map((other) => [other, pulumi.output("plain")]));
            assert.deepEqual(await secretInputsOf({ ...others, [name]: pulumi.secret("hidden") }), [name]);
        });
    }

    it("does not exist where nothing is a secret", async () => {
        assert.equal(secretInputsOf({ logGroupName: "/aws/lambda/payments" }), undefined);
        assert.equal(await secretInputsOf({ logGroupName: pulumi.output("/aws/lambda/payments") }), undefined);
    });
});
