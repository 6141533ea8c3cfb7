import * as grpc from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { keepReferences, sendReferences, type PropertyMap } from "../values";

/** As large as Pulumi's own limit (sdk/go/common/util/rpcutil). */
export const channelOptions: grpc.ChannelOptions = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

export type Reply<T> = (error: grpc.ServiceError | null, response: T) => void;

/** A unary call as a promise. */
export function callUnary<T>(call: (reply: Reply<T>) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
        call((error, response) => (error ? reject(error) : resolve(response)));
    });
}

/** An async function as the handler of a unary call. */
export function handle<Request, Response>(
    answer: (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
    const attempt = async (request: Request): Promise<Response> => answer(request);
    return (call, callback) => {
        attempt(call.request).then(
            (response) => callback(null, response),
            (error: unknown) => callback(asStatus(error)),
        );
    };
}

export class RpcError extends Error {
    override readonly name = "RpcError";
    constructor(
        readonly code: grpc.status,
        message: string,
    ) {
        super(message);
    }
}

function asStatus(error: unknown): Partial<grpc.StatusObject> {
    const code = error instanceof RpcError ? error.code : grpc.status.UNKNOWN;
    return { code, details: error instanceof Error ? error.message : String(error) };
}

export function isUnimplemented(error: unknown): boolean {
    return (error as Partial<grpc.ServiceError>).code === grpc.status.UNIMPLEMENTED;
}

/** The error of a call in the format of Go's gRPC. The real engine reports errors of provider configuration like this. */
export function asRpcText(error: unknown): Error {
    const { code = grpc.status.UNKNOWN, details } = error as Partial<grpc.ServiceError>;
    const words = (grpc.status[code] ?? "UNKNOWN").toLowerCase().split("_");
    const name = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
    return new Error(`rpc error: code = ${name} desc = ${details ?? String(error)}`, { cause: error });
}

/** The message of a failed call. */
export function messageOf(error: unknown): string {
    const details = (error as Partial<grpc.ServiceError>).details;
    return details || (error instanceof Error ? error.message : String(error));
}

export function toStruct(map: PropertyMap): Struct {
    return Struct.fromJavaScript(sendReferences(map) as Record<string, JavaScriptValue>);
}

export function fromStruct(struct: Struct | undefined): PropertyMap {
    return keepReferences((struct?.toJavaScript() ?? {}) as PropertyMap);
}

export async function serve(server: grpc.Server): Promise<string> {
    const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        ),
    );
    return `127.0.0.1:${port}`;
}
