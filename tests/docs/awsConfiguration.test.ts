import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type Access, accessOf } from "../../providers/aws/access";
import { textOf } from "./markdown";

/** The configuration keys of the aws provider, as its package declares them. */
const DECLARED = [
    ...readFileSync(require.resolve("@pulumi/aws/config/vars.d.ts"), "utf8").matchAll(/export declare const (\w+):/g),
].map(([, key]) => key);

/** A valid value for each key, with the other keys that it needs to have an effect. */
const SAMPLES: Readonly<Record<string, string | Record<string, string>>> = {
    accessKey: { accessKey: "AKIA1", secretKey: "secret" },
    secretKey: { accessKey: "AKIA1", secretKey: "secret" },
    token: { accessKey: "AKIA1", secretKey: "secret", token: "token" },
    allowedAccountIds: '["123456789012"]',
    forbiddenAccountIds: '["123456789012"]',
    assumeRoleWithWebIdentity: '{"roleArn":"arn:1","webIdentityToken":"t"}',
    assumeRoles: '[{"roleArn":"arn:1"}]',
    customCaBundle: "/company.pem",
    defaultTags: '{"tags":{"a":"b"}}',
    ec2MetadataServiceEndpoint: "http://169.254.169.254",
    ec2MetadataServiceEndpointMode: "IPv6",
    endpoints: '[{"s3":"https://s3.example.com"}]',
    httpProxy: "http://proxy:3128",
    httpsProxy: "http://proxy:3128",
    ignoreTags: '{"keys":["a"]}',
    insecure: "true",
    maxRetries: "3",
    noProxy: { httpsProxy: "http://proxy:3128", noProxy: "example.com" },
    profile: "audit",
    retryMode: "standard",
    s3UsEast1RegionalEndpoint: "legacy",
    s3UsePathStyle: "true",
    sharedConfigFiles: '["/config"]',
    sharedCredentialsFiles: '["/credentials"]',
    skipCredentialsValidation: "true",
    skipMetadataApiCheck: "true",
    skipRegionValidation: "true",
    skipRequestingAccountId: "true",
    stsRegion: "us-east-1",
    tagPolicyCompliance: "warning",
    tokenBucketRateLimiterCapacity: "100",
    useDualstackEndpoint: "true",
    useFipsEndpoint: "true",
    userAgents: '["acme/1.0"]',
};

/** The rows of the table: keys, and their effect on exports. */
const ROWS = textOf("docs/aws-configuration.md")
    .split("\n")
    .filter((line) => /^\| `\w+`/.test(line))
    .flatMap((line) => {
        const [, keys, verdict] = line.split("|").map((cell) => cell.trim());
        return [...keys.matchAll(/`(\w+)`/g)].map(([, key]) => ({ key, verdict }));
    });

const REGION = { region: "eu-central-1" };
const accessWith = (config: Readonly<Record<string, string>>): Access =>
    accessOf(REGION, (key) => config[key.replace("aws:", "")], {});

describe("docs/aws-configuration.md", () => {
    it("has a row for every key of the aws provider, and for no other", () => {
        assert.ok(DECLARED.length > 30);
        assert.deepEqual(ROWS.map(({ key }) => key).sort(), [...DECLARED].sort());
    });

    for (const { key, verdict } of ROWS) {
        if (key === "region") continue; // see check of an ExportTask
        it(`says of ${key} what is so: ${verdict}`, () => {
            const sample = SAMPLES[key];
            const config = typeof sample === "string" ? { [key]: sample } : { ...sample };
            const others = Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
            const read = () => accessWith(config);
            if (verdict === "refused") assert.throws(read, new RegExp(`aws:${key}\\b`));
            else if (verdict === "honoured") assert.notDeepEqual(read(), accessWith(others));
            else {
                assert.equal(verdict, "no effect");
                assert.deepEqual(read(), accessWith({}));
            }
        });
    }
});
