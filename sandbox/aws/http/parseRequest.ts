import { credentialScope, type CredentialScope } from "./identity";
import { jsonInput } from "./json";
import { s3Parameters } from "./parameters";
import { formInput } from "./query";
import { type RawRequest } from "./rawRequest";
import { restRoute } from "../scheduler/routes";
import { addressOf, type S3Address } from "../s3/request";
import { type Route } from "../s3/route";
import { routeOf } from "../s3/routes";

/** A request whose service and operation are known. */
export type ParsedRequest = {
    readonly scope?: CredentialScope;
    readonly operation: string;
    readonly parameters: Readonly<Record<string, unknown>>;
} & (
    | { readonly service: JsonService | QueryService | "scheduler"; readonly input: Readonly<Record<string, unknown>> }
    | { readonly service: "sts"; readonly form: URLSearchParams }
    | { readonly service: "s3"; readonly address: S3Address; readonly route: Route }
);

/** JSON services with the prefixes of their X-Amz-Target. */
const jsonServices = {
    logs: "Logs_",
    kms: "TrentService",
    dynamodb: "DynamoDB_",
    events: "AWSEvents",
    monitoring: "GraniteServiceVersion",
    states: "AWSStepFunctions",
    tagging: "ResourceGroupsTaggingAPI_",
};
export type JsonService = keyof typeof jsonServices;

/** Query-protocol services: a form as the request, XML as the response. */
const queryServices = ["sts", "sns", "iam"] as const;
export type QueryService = Exclude<(typeof queryServices)[number], "sts">;

/** The service that the credential scope names. Without a scope, the form of the request decides. */
export function serviceOf(raw: RawRequest, scope: CredentialScope | undefined): ParsedRequest["service"] | "unknown" {
    const scoped = scope?.service;
    if (scoped !== undefined)
        return (services as readonly string[]).includes(scoped) ? (scoped as ParsedRequest["service"]) : "unknown";
    const target = String(raw.headers["x-amz-target"] ?? "");
    const named = Object.entries(jsonServices).find(([, prefix]) => target.startsWith(prefix));
    if (named) return named[0] as JsonService;
    if (raw.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "sts";
    return "s3";
}

const services = [...(Object.keys(jsonServices) as JsonService[]), ...queryServices, "scheduler", "s3"] as const;

/** What the request was signed with, if it was. */
export function scopeOf(raw: RawRequest): CredentialScope | undefined {
    return credentialScope(raw.headers, new URLSearchParams(raw.url.split("?")[1] ?? ""));
}

/** Throws the service's error for a request that cannot be parsed. */
export function parseRequest(
    raw: RawRequest,
    service: ParsedRequest["service"],
    scope: CredentialScope | undefined,
): ParsedRequest {
    if (service === "s3") {
        const address = addressOf(raw.method, raw.headers.host ?? "", raw.url, raw.headers);
        const route = routeOf(address);
        return { scope, service, operation: route.operation, parameters: s3Parameters(address), address, route };
    }
    if (service === "sts") {
        const form = new URLSearchParams(raw.body.toString("utf8"));
        const operation = form.get("Action") ?? "";
        const unsigned = operation === WEB_IDENTITY ? webIdentityScope(raw) : undefined;
        return { scope: scope ?? unsigned, service, operation, parameters: Object.fromEntries(form), form };
    }
    if (service === "sns" || service === "iam") {
        const { Action: operation, ...input } = formInput(raw.body);
        return { scope, service, operation: String(operation), parameters: input, input };
    }
    if (service === "scheduler") {
        const { operation, input } = restRoute(raw);
        return { scope, service, operation, parameters: input, input };
    }
    const input = jsonInput(raw.body);
    const operation = String(raw.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    return { scope, service, operation, parameters: input, input };
}

/** The only unsigned operation: its token replaces the signature. */
const WEB_IDENTITY = "AssumeRoleWithWebIdentity";

function webIdentityScope({ headers }: RawRequest): CredentialScope {
    const region = /^sts\.([a-z0-9-]+)\./.exec(headers.host ?? "")?.[1] ?? "us-east-1";
    return { accessKeyId: "web-identity", region, service: "sts" };
}
