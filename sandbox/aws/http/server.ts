import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerControl } from "../control/routes";
import { handle, type Emulator, type Reply } from "./handle";
import type { Control } from "../control/control";

/** The HTTP server: reads whole requests and sends the emulator's answers. */
export async function listen(emulator: Emulator, control: Control, port: number): Promise<Server> {
    const server = createServer((request, response) => {
        serve(emulator, control, request, response).catch((error: unknown) => {
            // A client that disconnects during its request must not affect the others.
            if (!response.headersSent) response.writeHead(500).end(String(error));
        });
    });
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", resolve);
    });
    return server;
}

export function endpointOf(server: Server): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(emulator: Emulator, control: Control, request: IncomingMessage, response: ServerResponse) {
    const body = await read(request);
    const { method = "GET", url = "/", headers } = request;
    const reply: Reply = url.startsWith("/_sandbox/")
        ? await answerControl(control, method, url, body)
        : await handle(emulator, { method, url, headers, body });
    if (reply === "hang") return;
    if (reply === "drop") {
        request.socket.destroy();
        return;
    }
    const length = reply.status === 204 || reply.status === 304 ? undefined : Buffer.byteLength(reply.body);
    response.writeHead(reply.status, {
        ...(length === undefined ? {} : { "content-length": String(length) }),
        ...reply.headers,
    });
    response.end(method === "HEAD" ? undefined : reply.body);
}

async function read(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
}
