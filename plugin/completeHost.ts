import { createRequire } from "node:module";
import { configure } from "./config";

interface Properties {
    toJavaScript(): Record<string, unknown>;
}

interface Call {
    readonly request: {
        getArgs?(): Properties | undefined;
        hasProperties?(): boolean;
        setProperties?(properties: unknown): void;
    };
}

type Handler = (this: unknown, call: Call, callback: unknown) => unknown;
type Handlers = Record<string, Handler>;

/**
 * Adds to Pulumi's own host of Node.js providers, which `main` starts, what it lacks:
 *
 * | call      | Pulumi's host                                           | here                              |
 * |-----------|---------------------------------------------------------|-----------------------------------|
 * | Configure | answers it, and tells the provider nothing              | the configuration is kept         |
 * | Read      | fails without properties, which an import does not have | no properties are empty ones      |
 *
 * The host offers no other place for it than the gRPC server that it makes.
 */
export function completeHost(): void {
    const require = createRequire(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));
    const { Server } = require("@grpc/grpc-js") as {
        Server: { prototype: { addService(...args: unknown[]): unknown } };
    };
    const { Struct } = require("google-protobuf/google/protobuf/struct_pb") as { Struct: new () => unknown };
    const { addService } = Server.prototype;
    Server.prototype.addService = function (service, implementation) {
        const host = implementation as Handlers;
        const configureHost = host.configure.bind(host);
        const readHost = host.read.bind(host);
        host.configure = (call, callback) => {
            configure(call.request.getArgs?.()?.toJavaScript());
            return configureHost(call, callback);
        };
        host.read = (call, callback) => {
            if (!call.request.hasProperties?.()) call.request.setProperties?.(new Struct());
            return readHost(call, callback);
        };
        Server.prototype.addService = addService;
        return addService.call(this, service, host);
    };
}
