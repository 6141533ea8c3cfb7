import { Readable } from "node:stream";
import type { Answer } from "../../../sandbox/aws/protocol";
import type { RawRequest } from "../../../sandbox/aws/http/rawRequest";

/** The parts of the SDK's request and response that matter; its own types come with a package that is not a direct dependency. */
export interface SdkRequest {
    readonly method: string;
    readonly hostname: string;
    readonly port?: number;
    readonly path: string;
    readonly query?: Readonly<Record<string, string | string[] | null>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
}

/** Longer than this the provider waits for no answer (providers/aws/clients.ts). */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Takes the place of the SDK's HTTP client: hands each request on without a socket. Everything above it stays the
 * SDK's own: signing, retries, back-off, reading of answers.
 * @param send answers the request, or throws what a socket would; never settles for an answer that never comes.
 */
export function directHandler(send: (request: RawRequest) => Promise<Answer>) {
    return {
        metadata: { handlerProtocol: "http/1.1" },
        async handle(request: SdkRequest) {
            const raw = rawRequest(request);
            const { status, headers, body } = await withTimeout(send(raw));
            const bytes = typeof body === "string" ? Buffer.from(body) : body;
            const isObject =
                raw.method === "GET" && !bytes.subarray(0, 5).equals(XML) && !headers["content-type"]?.includes("json");
            return {
                response: {
                    statusCode: status,
                    headers: { "content-length": String(bytes.length), ...headers },
                    body: isObject ? Readable.from(bytes.length > 0 ? [bytes] : []) : new Uint8Array(bytes),
                },
            };
        },
        updateHttpClientConfig: () => undefined,
        httpHandlerConfigs: () => ({}),
        destroy: () => undefined,
    };
}

const XML = Buffer.from("<?xml");

function rawRequest({ method, hostname, port, path, query = {}, headers, body }: SdkRequest): RawRequest {
    const parameters = Object.entries(query)
        .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const))
        .map(([name, value]) => (value === null ? name : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    return {
        method,
        url: parameters.length > 0 ? `${path}?${parameters.join("&")}` : path,
        headers: { host: port ? `${hostname}:${port}` : hostname, ...Object.fromEntries(lower) },
        body: bufferOf(body),
    };
}

function bufferOf(body: unknown): Buffer {
    if (body === undefined || body === null) return Buffer.alloc(0);
    if (typeof body === "string") return Buffer.from(body);
    if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    throw new Error(`The harness does not send a body of ${typeof body}.`);
}

/** As the SDK's own handler words it. */
async function withTimeout<T>(answer: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
            const message = `a request has exceeded the configured ${REQUEST_TIMEOUT_MS} ms requestTimeout`;
            reject(Object.assign(new Error(message), { name: "TimeoutError", code: "ETIMEDOUT" }));
        }, REQUEST_TIMEOUT_MS);
    });
    try {
        return await Promise.race([answer, timeout]);
    } finally {
        clearTimeout(timer);
    }
}

/** What a socket says, in the words of Node.js; the SDK's handler renames the resets to TimeoutError. */
export function networkError(code: "ECONNRESET" | "ECONNREFUSED" | "ENOTFOUND"): Error {
    const messages = {
        ECONNRESET: "socket hang up",
        ECONNREFUSED: "connect ECONNREFUSED 192.0.2.1:443",
        ENOTFOUND: "getaddrinfo ENOTFOUND logs.eu-central-1.amazonaws.com",
    };
    const error = Object.assign(new Error(messages[code]), { code, errno: -1, syscall: "connect" });
    return code === "ECONNRESET" ? Object.assign(error, { name: "TimeoutError" }) : error;
}
