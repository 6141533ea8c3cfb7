import * as assert from "node:assert/strict";
import { accessOf } from "../../../providers/aws/access";
import { connect } from "../../../providers/aws/clients";
import { configNetwork } from "../../../providers/aws/network";
import { type Account, ACCOUNT, BUCKET, openAccount, REGION } from "../../support/account";
import { openProxiedNetwork, type ProxiedNetwork } from "../../support/proxy";

const LOGS = `CONNECT logs.${REGION}.amazonaws.com:443`;
const none = () => undefined;

describe("the network", () => {
    let account: Account;
    let network: ProxiedNetwork;
    let endpoint: string | undefined;
    before(async () => {
        account = await openAccount();
        network = await openProxiedNetwork(account.aws.endpoint);
        endpoint = process.env.AWS_ENDPOINT_URL;
        delete process.env.AWS_ENDPOINT_URL; // the services are reached under their own names
    });
    beforeEach(() => {
        network.seen.length = 0;
        network.users.length = 0;
    });
    after(async () => {
        process.env.AWS_ENDPOINT_URL = endpoint;
        await network.close();
        await account.close();
    });

    const open = (env: Record<string, string>, config: Record<string, string> = {}) =>
        connect(
            accessOf({ region: REGION }, (key) => config[key], env),
            account.clock,
            { connectionTimeout: 500, requestTimeout: 5_000, maxAttempts: 1, disableClockSkewCorrection: true },
        );

    it("is that of HTTPS_PROXY and AWS_CA_BUNDLE, for CloudWatch Logs, S3 and STS alike", async () => {
        const aws = open({ HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.caBundle });
        assert.deepEqual(await aws.logs.listTasks(), []);
        assert.equal(await aws.s3.regionOf(BUCKET), REGION);
        assert.equal((await aws.caller()).account, ACCOUNT);
        const hosts = network.seen.map((one) => one.replace(/^CONNECT |:443$/g, ""));
        assert.deepEqual(
            hosts,
            ["logs", `${BUCKET}.s3`, "sts"].map((name) => `${name}.${REGION}.amazonaws.com`),
        );
    });

    it("does not depend on how long stacks may be", async () => {
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        try {
            const aws = open({ HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.caBundle });
            assert.equal((await aws.caller()).account, ACCOUNT);
        } finally {
            Error.stackTraceLimit = stackTraceLimit;
        }
    });

    it("reaches STS through the proxy for the roles too", async () => {
        const role = { roleArn: "arn:aws:iam::222222222222:role/exporter" };
        const aws = open(
            { HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.caBundle },
            { "aws:assumeRoles": JSON.stringify([role]) },
        );
        assert.equal((await aws.caller()).account, "222222222222");
        assert.ok(network.seen.length > 0);
        for (const one of network.seen) assert.equal(one, `CONNECT sts.${REGION}.amazonaws.com:443`);
    });

    it("is that of stack config before that of the environment", async () => {
        const aws = open(
            { HTTPS_PROXY: "http://127.0.0.1:1", AWS_CA_BUNDLE: "/no/such/file" },
            { "aws:httpsProxy": network.proxy, "aws:customCaBundle": network.caBundle },
        );
        await aws.logs.listTasks();
        assert.deepEqual(network.seen, [LOGS]);
    });

    it("signs in at the proxy", async () => {
        const proxy = network.proxy.replace("http://", "http://user:p%40ss@");
        await open({ https_proxy: proxy, AWS_CA_BUNDLE: network.caBundle }).logs.listTasks();
        assert.deepEqual(network.users, ["user:p@ss"]);
    });

    it("trusts no other certificate than those of the bundle, unless it is told to trust any", async () => {
        const { NODE_EXTRA_CA_CERTS: other = "/etc/ssl/certs/ca-certificates.crt" } = process.env;
        await assert.rejects(open({ HTTPS_PROXY: network.proxy }).logs.listTasks(), /self-signed certificate/);
        void other;
        await open({ HTTPS_PROXY: network.proxy }, { "aws:insecure": "true" }).logs.listTasks();
    });

    it("has no proxy for the hosts of NO_PROXY", async () => {
        const env = { HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.caBundle, NO_PROXY: "amazonaws.com" };
        await assert.rejects(open(env).logs.listTasks());
        assert.deepEqual(network.seen, []);
    });

    it("is that of HTTP_PROXY for endpoints without TLS", async () => {
        const endpoints = JSON.stringify([{ logs: "http://logs.example.test" }]);
        await open({ HTTP_PROXY: network.proxy }, { "aws:endpoints": endpoints }).logs.listTasks();
        assert.deepEqual(network.seen, ["POST http://logs.example.test/"]);
    });

    it("is direct for an emulated AWS on this machine, whatever the proxy", async () => {
        const endpoints = JSON.stringify([{ logs: account.aws.endpoint }]);
        const env = { HTTP_PROXY: "http://127.0.0.1:1", HTTPS_PROXY: "http://127.0.0.1:1" };
        assert.deepEqual(await open(env, { "aws:endpoints": endpoints }).logs.listTasks(), []);
    });

    it("is the SDK's own where nothing is said", () => {
        assert.equal(configNetwork(none, {}), undefined);
        assert.equal(configNetwork(none, { NO_PROXY: "*" }), undefined);
    });

    it("adds the scheme that a proxy is given without", () => {
        assert.deepEqual(configNetwork(none, { HTTPS_PROXY: "proxy:3128" }), { httpsProxy: "http://proxy:3128" });
    });

    it("says what is wrong with a proxy or a bundle, and shows no password", () => {
        const secret = "s3cr3t";
        for (const proxy of [`socks5://me:${secret}@proxy`, `http://me:${secret}@:99999`]) {
            assert.throws(
                () => configNetwork(none, { HTTPS_PROXY: proxy }),
                (error: Error) =>
                    /aws:httpsProxy or HTTPS_PROXY is not a URL of the form http:\/\/host:port/.test(error.message) &&
                    !String(error.stack).includes(secret),
            );
        }
        assert.throws(
            () => open({ AWS_CA_BUNDLE: "/no/such/file" }),
            /certificates in \/no\/such\/file .* cannot be read/,
        );
    });
});
