import type { IncomingHttpHeaders } from "node:http";
import { credentialScope, type CredentialScope } from "./identity";
import { jsonInput } from "./json";
import { s3Parameters } from "./parameters";
import { addressOf, type S3Address } from "./s3/request";
import { routeOf, type Route } from "./s3/routes";

export interface RawRequest {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}

/** A request with its service and operation known. */
export type Understood = {
    readonly scope?: CredentialScope;
    readonly operation: string;
    readonly parameters: Readonly<Record<string, unknown>>;
} & (
    | { readonly service: "logs" | "kms"; readonly input: Readonly<Record<string, unknown>> }
    | { readonly service: "sts"; readonly form: URLSearchParams }
    | { readonly service: "s3"; readonly address: S3Address; readonly route: Route }
);

/** Which service is meant: the credential scope says it, and without one the shape of the request. */
export function serviceOf(raw: RawRequest): Understood["service"] | "unknown" {
    const scoped = scopeOf(raw)?.service;
    if (scoped !== undefined)
        return scoped === "logs" || scoped === "kms" || scoped === "sts" || scoped === "s3" ? scoped : "unknown";
    const target = String(raw.headers["x-amz-target"] ?? "");
    if (target.startsWith("Logs_")) return "logs";
    if (target.startsWith("TrentService")) return "kms";
    if (raw.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "sts";
    return "s3";
}

export function scopeOf(raw: RawRequest): CredentialScope | undefined {
    return credentialScope(raw.headers, new URLSearchParams(raw.url.split("?")[1] ?? ""));
}

/** Throws what the service answers to a request that cannot be understood. */
export function understand(raw: RawRequest, service: Understood["service"]): Understood {
    const scope = scopeOf(raw);
    if (service === "s3") {
        const address = addressOf(raw.method, raw.headers.host ?? "", raw.url, raw.headers);
        const route = routeOf(address);
        return { scope, service, operation: route.operation, parameters: s3Parameters(address), address, route };
    }
    if (service === "sts") {
        const form = new URLSearchParams(raw.body.toString("utf8"));
        return { scope, service, operation: form.get("Action") ?? "", parameters: Object.fromEntries(form), form };
    }
    const input = jsonInput(raw.body);
    const operation = String(raw.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    return { scope, service, operation, parameters: input, input };
}
