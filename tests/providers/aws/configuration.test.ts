import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { accessOf } from "../../../providers/aws/access";
import { awsConfig } from "../../../providers/aws/configuration";
import { connect, environmentRegion } from "../../../providers/aws/clients";
import { type Account, ACCOUNT, BUCKET, exportInputs, openAccount, REGION } from "../../support/account";
import { openProxiedNetwork, type ProxiedNetwork } from "../../support/proxy";

type Config = Readonly<Record<string, string>>;
const reader = (config: Config) => (key: string) => config[key.replace("aws:", "")];
const ROLE = "arn:aws:iam::222222222222:role/exporter";

describe("stack config and environment", () => {
    let account: Account;
    let folder: string;
    let env: NodeJS.ProcessEnv;
    before(async () => {
        account = await openAccount();
        env = { ...process.env };
        folder = mkdtempSync(join(tmpdir(), "aws-files-"));
        await account.aws.control.registerKey("AKIAPROFILE", { accountId: "333333333333" });
        await account.aws.control.registerKey("AKIAENV", { accountId: "444444444444" });
        await account.aws.control.registerKey("AKIATOKEN", { accountId: "555555555555" });
        const profiles = ["audit", "default"].map(
            (name) => `[${name}]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n`,
        );
        writeFileSync(join(folder, "credentials"), profiles.join("\n"));
        writeFileSync(join(folder, "config"), "[profile audit]\nregion = eusc-de-east-1\n");
        writeFileSync(join(folder, "token"), "a.web.token");
    });
    afterEach(() => {
        for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
        Object.assign(process.env, env);
    });
    after(async () => {
        rmSync(folder, { recursive: true });
        await account.close();
    });

    const open = (config: Config, env: Config = {}, inputs: { profile?: string; assumeRoleArn?: string } = {}) => {
        for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"]) delete process.env[name]; // prettier-ignore
        Object.assign(process.env, { AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"), AWS_CONFIG_FILE: join(folder, "config") }, env); // prettier-ignore
        const access = accessOf({ region: REGION, ...inputs }, reader(config), process.env);
        return connect(access, account.clock, { maxAttempts: 1, disableClockSkewCorrection: true });
    };
    /** The parameters of the last request of an operation. */
    const requestOf = (operation: string) => {
        const request = account.aws.requests.filter((one) => one.operation === operation).at(-1);
        return Object.fromEntries(
            Object.entries(request?.parameters ?? {}).filter(([name]) => name !== "Action" && name !== "Version"),
        );
    };

    describe("decide whose credentials are used, in the order of the aws provider:", () => {
        const KEYS = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "s" };
        it("keys of the environment, also beside AWS_PROFILE", async () => {
            assert.equal((await open({}, { ...KEYS, AWS_PROFILE: "audit" }).caller()).account, "444444444444");
        });
        it("a profile of stack config before keys of the environment", async () => {
            assert.equal((await open({ profile: "audit" }, KEYS).caller()).account, "333333333333");
        });
        it("AWS_PROFILE, and the default profile", async () => {
            assert.equal((await open({}, { AWS_PROFILE: "audit" }).caller()).account, "333333333333");
            assert.equal((await open({}).caller()).account, "333333333333");
        });
        it("AWS_DEFAULT_PROFILE, which AWS_PROFILE stands before", async () => {
            const [third, fifth] = ["[third]", "[fifth]"].map((name, at) => `${name}\naws_access_key_id = ${["AKIAPROFILE", "AKIATOKEN"][at]}\naws_secret_access_key = s\n`); // prettier-ignore
            writeFileSync(join(folder, "two"), `${third}\n${fifth}`);
            const files = { AWS_SHARED_CREDENTIALS_FILE: join(folder, "two") };
            assert.equal((await open({}, { ...files, AWS_DEFAULT_PROFILE: "fifth" }).caller()).account, "555555555555");
            const both = { ...files, AWS_DEFAULT_PROFILE: "fifth", AWS_PROFILE: "third" };
            assert.equal((await open({}, both).caller()).account, "333333333333");
        });
        it("keys under their older names", async () => {
            const older = { AWS_ACCESS_KEY: "AKIATOKEN", AWS_SECRET_KEY: "s" };
            assert.equal((await open({}, older).caller()).account, "555555555555");
            assert.equal((await open({}, { ...older, ...KEYS }).caller()).account, "444444444444");
            assert.equal((await open({ profile: "audit" }, older).caller()).account, "333333333333");
        });
        it("a web identity of the environment before a profile of it", async () => {
            const web = {
                AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, "token"),
                AWS_ROLE_ARN: ROLE,
                AWS_PROFILE: "audit",
            };
            assert.equal((await open({}, web).caller()).account, "222222222222");
        });
        it("files that stack config names", async () => {
            const sharedCredentialsFiles = JSON.stringify([join(folder, "credentials")]);
            const elsewhere = { AWS_SHARED_CREDENTIALS_FILE: "/no/such/file" };
            const aws = open({ profile: "audit", sharedCredentialsFiles }, elsewhere);
            assert.equal((await aws.caller()).account, "333333333333");
        });
        it("a profile, where a web identity of the environment is not complete", async () => {
            const half = { AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, "token") };
            assert.equal((await open({}, half).caller()).account, "333333333333");
        });
        it("a container, also where skipMetadataApiCheck says that there is no instance", async () => {
            const Expiration = new Date(account.clock.now() + 3_600_000).toISOString();
            const lent = { AccessKeyId: "AKIAENV", SecretAccessKey: "s", Token: "t", Expiration };
            const server = createServer((_request, response) => response.end(JSON.stringify(lent)));
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            const env = {
                AWS_SHARED_CREDENTIALS_FILE: "/no/such/file",
                AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
            };
            try {
                assert.equal((await open({ skipMetadataApiCheck: "true" }, env).caller()).account, "444444444444");
            } finally {
                server.close();
            }
        });
        it("no instance, where skipMetadataApiCheck says so", async () => {
            delete process.env.AWS_EC2_METADATA_DISABLED;
            const env = {
                AWS_SHARED_CREDENTIALS_FILE: "/no/such/file",
                AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:1",
            };
            await assert.rejects(open({ skipMetadataApiCheck: "true" }, env).caller(), (error: Error) => {
                assert.equal(error.name, "CredentialsProviderError");
                assert.doesNotMatch(error.message, /metadata|ECONNREFUSED/i);
                return true;
            });
        });
    });

    describe("decide how a role is assumed:", () => {
        const KEYS = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "s" };
        it("with every field of assumeRoles", async () => {
            const role = {
                roleArn: ROLE,
                duration: "1h30m",
                externalId: "x",
                policy: "{}",
                policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
                sessionName: "nightly",
                sourceIdentity: "me",
                tags: { team: "audit" },
                transitiveTagKeys: ["team"],
            };
            await open({ assumeRoles: JSON.stringify([role]) }, KEYS).caller();
            const asked = requestOf("AssumeRole");
            assert.deepEqual(asked, {
                RoleArn: ROLE,
                DurationSeconds: "5400",
                ExternalId: "x",
                Policy: "{}",
                "PolicyArns.member.1.arn": role.policyArns[0],
                RoleSessionName: "nightly",
                SourceIdentity: "me",
                "Tags.member.1.Key": "team",
                "Tags.member.1.Value": "audit",
                "TransitiveTagKeys.member.1": "team",
            });
        });
        it("with texts that `pulumi config set --path` stores as numbers", async () => {
            const role = { roleArn: ROLE, externalId: 12345, sessionName: 42, durationSeconds: 3600 };
            await open({ assumeRoles: JSON.stringify([role]) }, KEYS).caller();
            const asked = requestOf("AssumeRole");
            assert.deepEqual(asked, { RoleArn: ROLE, DurationSeconds: "3600", ExternalId: "12345", RoleSessionName: "42" }); // prettier-ignore
        });
        for (const how of ["webIdentityToken", "webIdentityTokenFile"]) {
            it(`with every field of assumeRoleWithWebIdentity, and its ${how}`, async () => {
                const token = how === "webIdentityToken" ? "a.web.token" : join(folder, "token");
                const role = {
                    roleArn: ROLE,
                    duration: "20m",
                    policy: "{}",
                    policyArns: ["arn:p"],
                    sessionName: "ci",
                    [how]: token,
                };
                const aws = open({ assumeRoleWithWebIdentity: JSON.stringify(role) }, KEYS);
                assert.equal((await aws.caller()).account, "222222222222");
                const asked = requestOf("AssumeRoleWithWebIdentity");
                assert.deepEqual(asked, {
                    RoleArn: ROLE,
                    DurationSeconds: "1200",
                    Policy: "{}",
                    "PolicyArns.member.1.arn": "arn:p",
                    RoleSessionName: "ci",
                    WebIdentityToken: "a.web.token",
                });
            });
        }
    });

    describe("exclude accounts", () => {
        const KEYS = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "s" };
        it("that are forbidden", async () => {
            const aws = open({ forbiddenAccountIds: '["444444444444"]' }, KEYS);
            await assert.rejects(
                aws.caller(),
                /in account 444444444444, which the stack config aws:forbiddenAccountIds forbids\. Use/,
            );
        });
        it("that are not allowed", async () => {
            const aws = open({ allowedAccountIds: `["${ACCOUNT}"]` }, KEYS);
            await assert.rejects(aws.caller(), /aws:allowedAccountIds, which names 123456789012, does not allow\. Use/);
        });
        it("and no others", async () => {
            const config = { allowedAccountIds: '["444444444444"]', forbiddenAccountIds: `["${ACCOUNT}"]` };
            assert.equal((await open(config, KEYS).caller()).account, "444444444444");
        });
        it("that are numbers, as `pulumi config set --path` stores them", async () => {
            const aws = open({ allowedAccountIds: "[333333333333]" }, KEYS);
            await assert.rejects(aws.caller(), /aws:allowedAccountIds, which names 333333333333, does not allow\. Use/);
            await assert.rejects(open({ forbiddenAccountIds: "[444444444444]" }, KEYS).caller(), /forbids/);
            assert.equal((await open({ allowedAccountIds: "[444444444444]" }, KEYS).caller()).account, "444444444444");
        });
        it("by no list that is empty", async () => {
            const none = { allowedAccountIds: "[]", forbiddenAccountIds: "[]" };
            assert.equal((await open(none, KEYS).caller()).account, "444444444444");
        });
        it("before an export starts anything", async () => {
            const provider = account.provider({ "aws:forbiddenAccountIds": `["${ACCOUNT}"]` });
            await assert.rejects(provider.create(exportInputs()), /aws:forbiddenAccountIds forbids/);
            assert.deepEqual(await account.aws.control.tasks(), []);
        });
    });

    describe("decide the Region:", () => {
        const regionOf = (env: Config, config: Config = {}, profile?: string) => {
            for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
                delete process.env[name];
            Object.assign(
                process.env,
                { AWS_CONFIG_FILE: join(folder, "config"), AWS_EC2_METADATA_DISABLED: "true" },
                env,
            );
            return environmentRegion(reader(config), profile);
        };
        it("AWS_REGION before AWS_DEFAULT_REGION, which is enough alone", async () => {
            assert.equal(await regionOf({ AWS_REGION: "eu-north-1", AWS_DEFAULT_REGION: "eu-west-1" }), "eu-north-1");
            assert.equal(await regionOf({ AWS_DEFAULT_REGION: "eu-west-1" }), "eu-west-1");
        });
        it("the profile's: of the program, of stack config, of the environment", async () => {
            assert.equal(await regionOf({}, {}, "audit"), "eusc-de-east-1");
            assert.equal(await regionOf({}, { profile: "audit" }), "eusc-de-east-1");
            assert.equal(await regionOf({ AWS_PROFILE: "audit" }), "eusc-de-east-1");
            assert.equal(await regionOf({ AWS_DEFAULT_PROFILE: "audit" }), "eusc-de-east-1");
            assert.equal(await regionOf({ AWS_PROFILE: "other", AWS_DEFAULT_PROFILE: "audit" }), undefined);
            assert.equal(await regionOf({}), undefined);
        });
        it("that of the file which stack config names", async () => {
            const sharedConfigFiles = JSON.stringify([join(folder, "config")]);
            const elsewhere = { AWS_CONFIG_FILE: "/no/such/file" };
            assert.equal(await regionOf(elsewhere, { profile: "audit", sharedConfigFiles }), "eusc-de-east-1");
        });
    });

    describe("decide what is called:", () => {
        let network: ProxiedNetwork;
        before(async () => {
            network = await openProxiedNetwork(account.aws.endpoint);
        });
        after(() => network.close());

        const HOSTS: readonly [what: string, config: Config, logs: string, s3: string, sts: string][] = [
            ["by default", {}, `logs.${REGION}.amazonaws.com`, `${BUCKET}.s3.${REGION}.amazonaws.com`, `sts.${REGION}.amazonaws.com`],
            ["with useFipsEndpoint", { useFipsEndpoint: "true" }, "logs-fips.us-east-1.amazonaws.com", `${BUCKET}.s3-fips.us-east-1.amazonaws.com`, "sts-fips.us-east-1.amazonaws.com"],
            ["with useDualstackEndpoint", { useDualstackEndpoint: "true" }, `logs.${REGION}.api.aws`, `${BUCKET}.s3.dualstack.${REGION}.amazonaws.com`, `sts.${REGION}.api.aws`],
            ["with stsRegion", { stsRegion: "us-west-2" }, `logs.${REGION}.amazonaws.com`, `${BUCKET}.s3.${REGION}.amazonaws.com`, "sts.us-west-2.amazonaws.com"],
            ["with s3UsePathStyle", { s3UsePathStyle: "true" }, `logs.${REGION}.amazonaws.com`, `s3.${REGION}.amazonaws.com`, `sts.${REGION}.amazonaws.com`],
            ["with s3UsEast1RegionalEndpoint", { s3UsEast1RegionalEndpoint: "legacy" }, "logs.us-east-1.amazonaws.com", `${BUCKET}.s3.amazonaws.com`, "sts.us-east-1.amazonaws.com"],
            ["with endpoints", { endpoints: '[{"cloudwatchlogs":"https://a.example.test","s3":"https://b.example.test","sts":"https://c.example.test"}]' }, "a.example.test", `${BUCKET}.b.example.test`, "c.example.test"],
        ]; // prettier-ignore
        for (const [what, config, ...hosts] of HOSTS) {
            it(what, async () => {
                network.seen.length = 0;
                delete process.env.AWS_ENDPOINT_URL;
                const all = { ...config, httpsProxy: network.proxy, insecure: "true" };
                const region = hosts[0].includes("us-east-1") ? "us-east-1" : REGION;
                const access = accessOf({ region }, reader(all), {});
                const aws = connect(access, account.clock, { maxAttempts: 1, disableClockSkewCorrection: true });
                await aws.logs.listTasks();
                await aws.s3.regionOf(BUCKET).catch(() => undefined);
                await aws.caller();
                assert.deepEqual(
                    [...network.seen.slice(0, 2), network.seen.at(-1)], // S3 may redirect

                    hosts.map((host) => `CONNECT ${host}:443`),
                );
            });
        }

        it("where endpoints name a service, and for others with useFipsEndpoint", async () => {
            network.seen.length = 0;
            delete process.env.AWS_ENDPOINT_URL;
            const endpoints = '[{"logs":"https://a.example.test","sts":"https://c.example.test"}]';
            const config = { endpoints, useFipsEndpoint: "true", httpsProxy: network.proxy, insecure: "true" };
            const access = accessOf({ region: "us-east-1" }, reader(config), {});
            const aws = connect(access, account.clock, { maxAttempts: 1, disableClockSkewCorrection: true });
            await aws.logs.listTasks();
            await aws.caller();
            await aws.s3.regionOf(BUCKET).catch(() => undefined);
            const hosts = ["a.example.test", "c.example.test", `${BUCKET}.s3-fips.us-east-1.amazonaws.com`];
            assert.deepEqual(
                network.seen.slice(0, 3),
                hosts.map((host) => `CONNECT ${host}:443`),
            );
        });

        it("as often as maxRetries and AWS_MAX_ATTEMPTS say", async () => {
            const attempts = async (config: Config, env: Config) => {
                account.aws.faults.inject({ operation: "DescribeExportTasks", times: 20, effect: { kind: "error", code: "ServiceUnavailableException", status: 503 } }); // prettier-ignore
                const earlier = account.aws.requests.length;
                const access = accessOf({ region: REGION }, reader(config), env);
                const aws = connect(access, account.clock, { disableClockSkewCorrection: true });
                await assert.rejects(aws.logs.listTasks());
                account.aws.faults.clear();
                return account.aws.requests.length - earlier;
            };
            assert.equal(await attempts({ maxRetries: "2" }, { AWS_MAX_ATTEMPTS: "3" }), 2);
            assert.equal(await attempts({}, { AWS_MAX_ATTEMPTS: "3" }), 3);
        });
    });

    it("take a role's shortest and longest duration", () => {
        for (const [duration, seconds] of [
            ["15m", 900],
            ["12h", 43_200],
        ] as const) {
            const { roles } = accessOf(
                { region: REGION },
                reader({ assumeRoles: JSON.stringify([{ roleArn: "arn:1", duration }]) }),
                {},
            );
            assert.equal(roles[0].durationSeconds, seconds);
        }
    });

    it("name files with ~ and environment variables", () => {
        process.env.COMPANY_FOLDER = folder;
        const of = (config: Config, env: Config = {}) => accessOf({ region: REGION }, reader(config), env);
        const web = { roleArn: ROLE, webIdentityTokenFile: "~/token" };
        assert.equal(of({ customCaBundle: "~/company.pem" }).network?.caBundle, join(homedir(), "company.pem"));
        assert.equal(of({}, { AWS_CA_BUNDLE: "~/company.pem" }).network?.caBundle, join(homedir(), "company.pem"));
        assert.equal(of({ sharedConfigFiles: '["${COMPANY_FOLDER}/config"]' }).files?.configFilepath, join(folder, "config")); // prettier-ignore
        assert.equal(of({ sharedCredentialsFiles: '["$COMPANY_FOLDER/c"]' }).files?.filepath, join(folder, "c"));
        assert.equal(
            of({ assumeRoleWithWebIdentity: JSON.stringify(web) }).webIdentity?.webIdentityTokenFile,
            join(homedir(), "token"),
        );
    });

    it("take an empty variable for none", () => {
        const env = { AWS_RETRY_MODE: "", AWS_MAX_ATTEMPTS: "", AWS_CA_BUNDLE: "", HTTPS_PROXY: "", AWS_PROFILE: "" };
        assert.deepEqual(accessOf({ region: REGION }, reader({}), env), { region: REGION, roles: [] });
    });

    it("take true and false for what they are", () => {
        const skips = (text: string) =>
            accessOf({ region: REGION }, reader({ skipMetadataApiCheck: text }), {}).skipsInstanceMetadata;
        assert.deepEqual([skips("true"), skips("false")], [true, false]);
    });

    describe("are refused in plain words", () => {
        const WRONG: readonly [Config, RegExp][] = [
            [{ useFipsEndpoint: "yes" }, /aws:useFipsEndpoint is "yes", but must be true or false/],
            [{ maxRetries: "many" }, /aws:maxRetries is "many", but must be a whole number from 0 on/],
            [{ retryMode: "legacy" }, /\(aws:retryMode, AWS_RETRY_MODE\) is "legacy", but must be standard or adaptive/],
            [{ endpoints: "https://" }, /aws:endpoints is not valid JSON.*--path "aws:endpoints\[0\]\.s3"/],
            [{ allowedAccountIds: '[{"id":"123456789012"}]' }, /aws:allowedAccountIds must be a list of texts/],
            [{ sharedConfigFiles: '["a","b"]' }, /aws:sharedConfigFiles names 2 files, but exports read one/],
            [{ assumeRoleWithWebIdentity: '{"roleArn":"arn:1"}' }, /has neither webIdentityToken nor webIdentityTokenFile/],
            [{ assumeRoles: '[{"roleArn":"arn:1","duration":"1 hour"}]' }, /has the duration "1 hour", but it must be from 15m to 12h/],
            [{ assumeRoles: '[{"roleArn":"arn:1","duration":3600}]' }, /has the duration "3600", but it must be from 15m to 12h/],
            [{ assumeRoles: '["arn:1"]' }, /aws:assumeRoles has an entry without roleArn: it has nothing\./],
            [{ assumeRoles: '[{"roleArn":"arn:1","duration":"14m59s"}]' }, /it must be from 15m to 12h/],
            [{ assumeRoles: '[{"roleArn":"arn:1","duration":"12h1s"}]' }, /it must be from 15m to 12h/],
            [{ allowedAccountIds: '["1", null]' }, /aws:allowedAccountIds must be a list of texts/],
            [{ ec2MetadataServiceEndpoint: "http://a" }, /do not read the stack config aws:ec2MetadataServiceEndpoint\. Set the environment variable AWS_EC2_METADATA_SERVICE_ENDPOINT to "http:\/\/a"/],
        ]; // prettier-ignore
        for (const [config, message] of WRONG) {
            it(JSON.stringify(config), async () => {
                assert.throws(() => accessOf({ region: REGION }, reader(config), {}), message);
                const named = Object.fromEntries(Object.entries(config).map(([key, value]) => [`aws:${key}`, value]));
                const { failures } = await account.provider(named).check(undefined, { ...exportInputs() });
                assert.match(failures.map(({ reason }) => reason).join(), message);
            });
        }

        it("unless the environment says the same of the instance's metadata", () => {
            const endpoint = "http://169.254.169.254";
            const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint };
            assert.doesNotThrow(() =>
                accessOf({ region: REGION }, reader({ ec2MetadataServiceEndpoint: endpoint }), env),
            );
        });
    });

    it("are those of aws-native as a whole where aws says neither Region nor credentials", () => {
        const config: Config = { "aws-native:region": "eu-north-1", "aws:defaultTags": "{}" };
        assert.equal(awsConfig((key) => config[key])("aws:region"), "eu-north-1");
        const fips: Config = { ...config, "aws:useFipsEndpoint": "true", "aws-native:insecure": "true" };
        assert.equal(awsConfig((key) => fips[key])("aws:useFipsEndpoint"), "true");
        assert.equal(awsConfig((key) => fips[key])("aws:insecure"), "true");
        const mixed: Config = { ...config, "aws:assumeRoleWithWebIdentity": "{}" };
        assert.equal(awsConfig((key) => mixed[key])("aws:region"), undefined);
    });
});
