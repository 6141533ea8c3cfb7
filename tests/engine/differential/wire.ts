import * as grpc from "@grpc/grpc-js";
import type * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Properties = Record<string, JavaScriptValue>;

/** The error that the provider returns instead of a result. */
export class Failure extends Error {
    constructor(
        message: string,
        readonly code: grpc.status = grpc.status.UNKNOWN,
        readonly detail?: protocol.ErrorResourceInitFailed,
    ) {
        super(message);
    }
}

export function asStatus(error: unknown): Partial<grpc.StatusObject> {
    const { message, code, detail } = error as Failure;
    const metadata = new grpc.Metadata();
    if (detail) {
        const any = new Any();
        any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
        const status = new Status();
        status.setCode(code);
        status.setMessage(message);
        status.setDetailsList([any]);
        metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    }
    return { code: code ?? grpc.status.INTERNAL, details: message, metadata };
}

export function properties(struct: Struct | undefined): Properties {
    return (struct?.toJavaScript() ?? {}) as Properties;
}

export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

const signatureKey = "4dabf18193072939515e22adb298388d";

/** A value without its mark as a secret. */
export function plain(value: unknown): unknown {
    return typeof value === "object" && value !== null && signatureKey in value && "value" in value
        ? (value as { value: unknown }).value
        : value;
}

export function at(map: Properties, path: string): unknown {
    return path
        .split(".")
        .reduce<unknown>(
            (value, key) =>
                typeof value === "object" && value !== null ? (plain(value) as Properties | null)?.[key] : undefined,
            map,
        );
}

export function same(a: unknown, b: unknown): boolean {
    return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}
