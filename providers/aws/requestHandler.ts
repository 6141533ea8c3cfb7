import { readFileSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { type Network } from "./network";
import { needsProxy } from "./noProxy";
import { proxyRefusal } from "./onTheWay";

/** Time limits of a connection and of a request. */
export type Timeouts = Pick<NodeHttpHandlerOptions, "connectionTimeout" | "requestTimeout" | "throwOnRequestTimeout">;

type Request = Parameters<NodeHttpHandler["handle"]>[0];

/** As the SDK's own agents. */
const AGENT = { keepAlive: true, maxSockets: 50 };
const PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/**
 * Sends the SDK's requests through a proxy or with another set of trusted certificates; undefined where neither is asked
 * for, so that the SDK's own handler does.
 *
 * The agents of http-proxy-agent and https-proxy-agent are loaded only if there is a proxy.
 * @throws {Error} if the file of certificates cannot be read.
 */
export function requestHandlerFor(network: Network | undefined, timeouts: Timeouts): NodeHttpHandler | undefined {
    if (network === undefined) return undefined;
    const { httpProxy, httpsProxy, noProxy } = network;
    const tls = { ...AGENT, ...tlsOptions(network) };
    const direct = new NodeHttpHandler({
        ...timeouts,
        httpAgent: new HttpAgent(AGENT),
        httpsAgent: new HttpsAgent(tls),
    });
    if (!httpProxy && !httpsProxy) return direct;
    const proxied = new NodeHttpHandler({
        ...timeouts,
        httpAgent: httpProxy ? newHttpProxyAgent(httpProxy, tls) : new HttpAgent(AGENT),
        httpsAgent: httpsProxy ? newHttpsProxyAgent(httpsProxy, tls) : new HttpsAgent(tls),
    });
    const handle = direct.handle.bind(direct);
    direct.handle = (request, options) => {
        const port = request.port ?? PORTS[request.protocol] ?? 443;
        const isProxied = needsProxy(request.hostname, port, noProxy);
        return isProxied ? proxied.handle(request, options) : handle(request as Request, options);
    };
    return direct;
}

function tlsOptions({ caBundle, insecure }: Network) {
    return { ...(caBundle && { ca: certificatesIn(caBundle) }), ...(insecure && { rejectUnauthorized: false }) };
}

function certificatesIn(file: string): Buffer {
    try {
        return readFileSync(file);
    } catch (error) {
        throw new Error(
            `The certificates in ${file} (AWS_CA_BUNDLE, aws:customCaBundle) cannot be read: ${(error as Error).message}. ` +
                "Correct the path or unset it.",
            { cause: error },
        );
    }
}

function newHttpProxyAgent(proxy: string, options: object): HttpAgent {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    const { HttpProxyAgent } = require("http-proxy-agent") as typeof import("http-proxy-agent");
    return ofProtocol(new HttpProxyAgent(proxy, options), { isSecure: false });
}

/**
 * The agent applies its options to the proxy only; here they hold for AWS behind it too. And it hands on what a proxy answers that
 * does not connect, which would be taken for AWS's answer.
 */
function newHttpsProxyAgent(proxy: string, options: object): HttpsAgent {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
    const agent = ofProtocol(new HttpsProxyAgent(proxy, options), { isSecure: true });
    const connect = agent.connect.bind(agent);
    agent.connect = async (request, target) => {
        let refusal: Error | undefined;
        request.once("proxyConnect", ({ statusCode, statusText }: { statusCode: number; statusText: string }) => {
            if (statusCode === 200) return;
            refusal = proxyRefusal(proxy, `${target.host}:${target.port}`, statusCode, statusText);
        });
        const socket = await connect(request, { ...target, ...options });
        if (refusal) throw refusal;
        return socket;
    };
    return agent as unknown as HttpsAgent;
}

/**
 * An agent that is asked for its protocol looks for node:https in the stack of the call, which is cut short where a program, or
 * Pulumi's mocks, set Error.stackTraceLimit: https requests would then be refused.
 */
function ofProtocol<T extends { isSecureEndpoint(): boolean }>(agent: T, { isSecure }: { isSecure: boolean }): T {
    agent.isSecureEndpoint = () => isSecure;
    return agent;
}
