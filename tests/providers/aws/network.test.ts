import * as assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { accessOf } from "../../../providers/aws/access";
import { type Aws, connect } from "../../../providers/aws/clients";
import { explained } from "../../../providers/aws/denial";
import { isPassing } from "../../../providers/aws/errors";
import { configNetwork } from "../../../providers/aws/network";
import { answerOf } from "../../../providers/exportTask/diagnosis/refusal";
import { type Account, ACCOUNT, BUCKET, openAccount, REGION } from "../../support/account";
import { openProxiedNetwork, type ProxiedNetwork } from "../../support/proxy";

const LOGS = `CONNECT logs.${REGION}.amazonaws.com:443`;
const none = () => undefined;
const failureOf = (call: Promise<unknown>) =>
    call.then(
        () => assert.fail("it did not fail"),
        (error: unknown) => error as Error,
    );

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

    it("is httpProxy of stack config for TLS too, where nothing names a proxy of that", async () => {
        const [config, other] = [{ "aws:httpProxy": network.proxy }, "http://127.0.0.1:1"];
        await open({ AWS_CA_BUNDLE: network.caBundle }, config).logs.listTasks();
        assert.deepEqual(network.seen, [LOGS]);
        const proxies = (config: Record<string, string>, env: Record<string, string> = {}) =>
            configNetwork((key) => config[key], env)?.httpsProxy;
        assert.equal(proxies(config, { https_proxy: other }), other);
        assert.equal(proxies({ ...config, "aws:httpsProxy": other }), other);
        assert.equal(proxies({ ...config, "aws:httpsProxy": "" }), undefined);
        assert.equal(proxies({}, { HTTP_PROXY: other }), undefined);
    });

    describe("that refuses", () => {
        /** A proxy that gives one answer to everything. */
        const openProxy = async (status: number, text: string) => {
            const server = createServer((_request, answer) => {
                answer.writeHead(status, { "content-type": "text/html; charset=utf-8" });
                answer.end("<html>Blocked</html>");
            });
            server.on("connect", (_request, socket) => {
                socket.end(`HTTP/1.1 ${status} ${text}\r\nContent-Type: text/html\r\n\r\n<html>Blocked</html>`);
            });
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
            const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
            return { host, url: `http://me:s3cr3t@${host}`, close: () => server.close() };
        };
        const CALLS: readonly [string, (aws: Aws) => Promise<unknown>, string][] = [
            ["CloudWatch Logs", (aws) => aws.logs.listTasks(), "logs"],
            ["S3", (aws) => aws.s3.policyOf(BUCKET), `${BUCKET}.s3`],
            ["STS", (aws) => aws.caller(), "sts"],
        ];
        for (const [service, call, host] of CALLS) {
            const ANSWERS: readonly [number, string, RegExp, boolean][] = [
                [403, "Forbidden", /Have the proxy allow this host, or add it to NO_PROXY/, false],
                [407, "Proxy Authentication Required", /Give user and password of the proxy in its URL/, false],
                [502, "Bad Gateway", /502 Bad Gateway/, true],
            ];
            for (const [status, text, remedy, isExpectedToPass] of ANSWERS) {
                it(`with ${status} is said of ${service}, not taken for AWS's answer`, async () => {
                    const proxy = await openProxy(status, text);
                    const failure = await failureOf(call(open({ HTTPS_PROXY: proxy.url })));
                    proxy.close();
                    const at = `${host}.${REGION}.amazonaws.com:443`;
                    assert.ok(
                        failure.message.includes(
                            `The proxy ${proxy.host} does not connect to ${at}: ${status} ${text}`,
                        ),
                        failure.message,
                    );
                    assert.match(explained(failure), remedy);
                    assert.doesNotMatch(explained(failure), /s3cr3t|Grant the caller/);
                    assert.equal(isPassing(failure), isExpectedToPass);
                });
            }
        }

        it("with a web page is said, whatever its status", async () => {
            for (const status of [200, 403]) {
                const proxy = await openProxy(status, "OK");
                const endpoints = JSON.stringify([{ logs: "http://logs.example.test" }]);
                const aws = open({ HTTP_PROXY: proxy.url }, { "aws:endpoints": endpoints });
                const failure = await failureOf(aws.logs.listTasks());
                proxy.close();
                assert.match(explained(failure), new RegExp(`^logs.example.test answered with a web page .status ${status}.*have it allow this host\\.$`)); // prettier-ignore
                assert.equal(isPassing(failure), false);
                assert.equal(answerOf(failure), "none"); // whether AWS got the request is not known
            }
        });

        it("TLS is told to be named with http://", async () => {
            const proxy = network.proxy.replace("http://", "https://");
            const failure = await failureOf(open({ HTTPS_PROXY: proxy }).logs.listTasks());
            assert.match(explained(failure), /does not speak TLS answered: a proxy whose URL should begin with http:/);
            assert.equal(isPassing(failure), false);
        });
    });

    it("is not tried again with a certificate that is not trusted", async () => {
        const failure = await failureOf(open({ HTTPS_PROXY: network.proxy }).logs.listTasks());
        assert.match(
            explained(failure),
            /self-signed certificate .*\. The certificate is not trusted here\. .*AWS_CA_BUNDLE/,
        );
        assert.deepEqual([isPassing(failure), answerOf(failure)], [false, "refused"]);
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
