import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { PropertyMap } from "../values";
import { fromStruct } from "./rpc";

interface InitFailed {
    readonly id: string;
    readonly properties: PropertyMap;
    readonly inputs: PropertyMap | undefined;
    readonly reasons: readonly string[];
}

/** The details of a provider's error for a resource that exists but failed to initialize. Rethrows other errors. */
export function initFailedOrThrow(error: unknown): InitFailed {
    const encoded = (error as Partial<ServiceError>).metadata?.get("grpc-status-details-bin")[0];
    if (!(encoded instanceof Uint8Array)) {
        throw error;
    }
    for (const detail of Status.deserializeBinary(encoded).getDetailsList()) {
        if (detail.getTypeName() === "pulumirpc.ErrorResourceInitFailed") {
            const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
            return {
                id: failed.getId(),
                properties: fromStruct(failed.getProperties()),
                inputs: failed.hasInputs() ? fromStruct(failed.getInputs()) : undefined,
                reasons: failed.getReasonsList(),
            };
        }
    }
    throw error;
}
