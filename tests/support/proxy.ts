import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A company's network: the emulated AWS under its real names is reached through a proxy, behind the company's certificate. */
export interface ProxiedNetwork {
    readonly proxy: string;
    /** The proxy's requests: `CONNECT host:port`, or method and URL. */
    readonly seen: string[];
    /** The decoded credentials that the proxy received. */
    readonly users: (string | undefined)[];
    /** A file with the company's certificate. */
    readonly caBundle: string;
    close(): Promise<void>;
}

/** @param endpoint the emulated AWS. */
export async function openProxiedNetwork(endpoint: string): Promise<ProxiedNetwork> {
    const { generate } = await import("selfsigned");
    const altNames = ["amazonaws.com", "*.eu-central-1.amazonaws.com", "*.s3.eu-central-1.amazonaws.com"];
    const { cert, private: key } = await generate([{ name: "commonName", value: "company" }], {
        keySize: 2048,
        extensions: [
            { name: "basicConstraints", cA: true },
            { name: "subjectAltName", altNames: altNames.map((value) => ({ type: 2, value })) },
        ],
    });
    const forward = (incoming: IncomingMessage, answer: ServerResponse, url: string) => {
        const { method, headers } = incoming;
        const onward = httpRequest(new URL(url, endpoint), { method, headers }, (response) => {
            answer.writeHead(response.statusCode ?? 500, response.headers);
            response.pipe(answer);
        });
        incoming.pipe(onward);
    };
    const aws = createTlsServer({ cert, key }, (incoming, answer) => forward(incoming, answer, incoming.url ?? "/"));
    const seen: string[] = [];
    const users: (string | undefined)[] = [];
    const note = (what: string, { headers }: IncomingMessage) => {
        seen.push(what);
        const basic = headers["proxy-authorization"]?.replace(/^Basic /, "");
        users.push(basic && Buffer.from(basic, "base64").toString());
    };
    const proxy = createServer((incoming, answer) => {
        note(`${incoming.method} ${incoming.url}`, incoming);
        forward(incoming, answer, new URL(incoming.url ?? "/").pathname);
    });
    proxy.on("connect", (incoming: IncomingMessage, socket: Socket) => {
        note(`CONNECT ${incoming.url}`, incoming);
        const onward = connect(portOf(aws), "127.0.0.1", () => {
            socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
            onward.pipe(socket).pipe(onward);
        });
        for (const one of [socket, onward]) one.on("error", () => undefined);
    });
    const folder = mkdtempSync(join(tmpdir(), "company-"));
    const caBundle = join(folder, "company.pem");
    writeFileSync(caBundle, cert);
    const sockets = new Set<Socket>();
    for (const server of [aws, proxy]) {
        server.on("connection", (socket: Socket) => sockets.add(socket));
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    return {
        proxy: `http://127.0.0.1:${portOf(proxy)}`,
        seen,
        users,
        caBundle,
        close: async () => {
            for (const socket of sockets) socket.destroy();
            await Promise.all([aws, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
            rmSync(folder, { recursive: true });
        },
    };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
