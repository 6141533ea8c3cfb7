import * as assert from "node:assert/strict";
import { type Access, accessOf } from "../../../providers/aws/access";

const ROLE = "arn:aws:iam::123456789012:role/given";
const roles = (...arns: string[]) => JSON.stringify(arns.map((roleArn) => ({ roleArn })));
const KEYS = { "aws:accessKey": "AKIA1", "aws:secretKey": "secret" };
const PLAIN: Access = { region: "eu-central-1", roles: [] };
const FROM_KEYS = { accessKeyId: "AKIA1", secretAccessKey: "secret", sessionToken: undefined };

interface Row {
    readonly what: string;
    readonly inputs?: { profile?: string; assumeRoleArn?: string };
    readonly config?: Record<string, string>;
    readonly env?: Record<string, string>;
    readonly access: Partial<Access>;
}

const TABLE: Row[] = [
    { what: "nothing: the environment", access: {} },
    { what: "a profile of stack config", config: { "aws:profile": "stack" }, access: { profile: "stack" } },
    { what: "keys of stack config", config: KEYS, access: { keys: FROM_KEYS } },
    {
        what: "keys with a session token",
        config: { ...KEYS, "aws:token": "token" },
        access: { keys: { ...FROM_KEYS, sessionToken: "token" } },
    },
    { what: "half a pair of keys, which is none", config: { "aws:accessKey": "AKIA1" }, access: {} },
    {
        what: "roles of stack config, in their order",
        config: { "aws:assumeRoles": roles("arn:1", "arn:2") },
        access: {
            roles: [{ roleArn: "arn:1" }, { roleArn: "arn:2" }],
        },
    },
    {
        what: "one role of stack config, under its older name, with all that belongs to it",
        config: { "aws:assumeRole": JSON.stringify({ roleArn: "arn:1", externalId: "x", sessionName: "s", tags: {} }) },
        access: { roles: [{ roleArn: "arn:1", externalId: "x", sessionName: "s", tags: {} }] },
    },
    {
        what: "keys, and roles that they assume",
        config: { ...KEYS, "aws:assumeRoles": roles("arn:1") },
        access: { keys: FROM_KEYS, roles: [{ roleArn: "arn:1" }] },
    },
    {
        what: "an argument profile, which stands before keys, profile and roles of stack config",
        inputs: { profile: "given" },
        config: { ...KEYS, "aws:profile": "stack", "aws:assumeRoles": roles("arn:1") },
        access: { profile: "given" },
    },
    {
        what: "an argument role, assumed with the stack's keys in place of the stack's roles",
        inputs: { assumeRoleArn: ROLE },
        config: { ...KEYS, "aws:assumeRoles": roles("arn:1") },
        access: { keys: FROM_KEYS, roles: [{ roleArn: ROLE }] },
    },
    {
        what: "an argument role, assumed with the stack's profile",
        inputs: { assumeRoleArn: ROLE },
        config: { "aws:profile": "stack" },
        access: { profile: "stack", roles: [{ roleArn: ROLE }] },
    },
    {
        what: "an argument role, assumed with an argument profile",
        inputs: { assumeRoleArn: ROLE, profile: "given" },
        config: KEYS,
        access: { profile: "given", roles: [{ roleArn: ROLE }] },
    },
];

describe("Region and credentials come from", () => {
    for (const { what, inputs, config = {}, env = {}, access } of TABLE) {
        it(what, () => {
            const found = accessOf({ region: "eu-central-1", ...inputs }, (key) => config[key], env);
            assert.deepEqual(found, { ...PLAIN, ...access });
        });
    }

    it("no stack config that cannot be read", () => {
        const of = (text: string) => () =>
            accessOf({ region: "eu-central-1" }, (key) => ({ "aws:assumeRoles": text })[key]);
        assert.throws(of("arn:1"), /aws:assumeRoles is not valid JSON.*as the aws provider documents/);
        assert.throws(of('[{"roleArn":"arn:1"},{}]'), /an entry without roleArn: it has nothing/);
        assert.throws(of('[{"role":"arn:1"}]'), /an entry without roleArn: it has role\./);
        assert.throws(of("[null]"), /an entry without roleArn: it has nothing/);
    });

    it("no stack config whose external ID an error would show", () => {
        const secret = "s3cr3t-external-id";
        for (const text of [`[{"externalId":"${secret}"}]`, `{"roleArn":"arn:1","externalId":"${secret}"`, secret]) {
            const open = () => accessOf({ region: "eu-central-1" }, (key) => ({ "aws:assumeRoles": text })[key]);
            assert.throws(open, (error: Error) => !`${error.stack} ${String(error.cause)}`.includes(secret));
        }
    });
});
