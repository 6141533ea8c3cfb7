import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { settleInputs } from "../../../providers/exportTask/settledInputs";

const settled = (inputs: pulumi.Inputs) => Promise.all(Object.values(settleInputs(inputs)));

describe("the promises among an export's inputs", () => {
    it("become their values", async () => {
        const inputs = { a: Promise.resolve("text"), b: Promise.resolve(1), c: Promise.resolve(undefined), d: "plain" };
        await settled(inputs);
        assert.deepEqual(inputs, { a: "text", b: 1, c: undefined, d: "plain" });
    });

    it("become their values one by one, whatever the others wait for", async () => {
        const inputs = { late: new Promise(() => undefined), soon: Promise.resolve("text") };
        settleInputs(inputs);
        await new Promise((resolve) => setImmediate(resolve));
        assert.equal(inputs.soon, "text");
    });

    it("stay where they fail, or hold what Pulumi would await", async () => {
        const failed = Promise.reject(new Error("no bucket"));
        const list = Promise.resolve([pulumi.output("text")]);
        const output = Promise.resolve(pulumi.secret("text"));
        const inputs = { failed, list, output };
        await settled(inputs);
        assert.deepEqual(inputs, { failed, list, output });
        assert.equal(inputs.failed, failed);
    });

    it("stay where they are outputs, which are more than their values", async () => {
        const inputs = { secret: pulumi.secret("text"), plain: pulumi.output("text") };
        const before = { ...inputs };
        await settled(inputs);
        assert.equal(inputs.secret, before.secret);
        assert.equal(inputs.plain, before.plain);
    });
});
