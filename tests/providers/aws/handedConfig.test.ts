import * as assert from "node:assert/strict";
import { accessOf } from "../../../providers/aws/access";
import { configOf, HONOURED_KEYS } from "../../../providers/aws/configuration";

const OWN = (key: string) => ({ "aws:accessKey": "AKIA1", "aws:secretKey": "secret", "aws:insecure": "true" })[key];
const ROLE = { roleArn: "arn:aws:iam::123456789012:role/audit" };

describe("config that a component of the plugin hands down", () => {
    it("stands in place of the provider's own: its roles are assumed with no keys of another source", () => {
        const inputs = { awsConfig: JSON.stringify({ assumeRoles: JSON.stringify([ROLE]), maxRetries: "3" }) };
        const access = accessOf({ region: "eu-central-1" }, configOf(inputs, OWN), {});
        assert.deepEqual(access.roles, [ROLE]);
        assert.equal(access.keys, undefined);
        assert.equal(access.network, undefined);
        assert.equal(configOf(inputs, OWN)("aws:maxRetries"), "3");
    });

    it("leaves the provider's own where nothing is handed down", () => {
        const access = accessOf({ region: "eu-central-1" }, configOf({}, OWN), {});
        assert.equal(access.keys?.accessKeyId, "AKIA1");
        assert.deepEqual(access.roles, []);
    });

    it("knows every key that exports read", () => {
        const read = new Set<string>();
        const config = (key: string) => {
            read.add(key.replace("aws:", ""));
            return undefined;
        };
        accessOf({ region: "eu-central-1" }, config, {});
        assert.deepEqual(
            [...read].filter((key) => !(HONOURED_KEYS as readonly string[]).includes(key)),
            [],
        );
    });
});
