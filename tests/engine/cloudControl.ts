import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { type PropertyMap, type PropertyValue } from "../../sandbox/engine/values";
import { type AwsContext, configureAws } from "../../sandbox/plugins/aws/context";
import { awsNative } from "../../sandbox/plugins/awsNative";
import { type ResourceType } from "../../sandbox/plugins/definition";

/** AWS Cloud Control for the real aws-native plugin: calls the emulated AWS through the resource types of the stand-in. */
export interface CloudControl {
    readonly endpoint: string;
    /** The requests: operation and type. */
    readonly seen: string[];
    /** Every desired state, by type, in the stand-in's own terms. */
    readonly desired: { readonly type: string; readonly state: PropertyMap }[];
    close(): Promise<void>;
}

interface Call {
    readonly TypeName: string;
    readonly Identifier?: string;
    readonly DesiredState?: string;
    readonly PatchDocument?: string;
    readonly RequestToken?: string;
}

/** The stored properties of a resource that cannot be read back. */
type Kept = Map<string, PropertyMap>;

export async function openCloudControl(awsEndpoint: string, region: string): Promise<CloudControl> {
    const context = await configureAws({
        region,
        endpoints: [{ all: awsEndpoint }],
        accessKey: "sandbox",
        secretKey: "sandbox",
    });
    const seen: string[] = [];
    const desired: { type: string; state: PropertyMap }[] = [];
    const kept: Kept = new Map();
    const events = new Map<string, object>();
    const server = createServer((request, response) => {
        void answer(request, response, async (operation, call) => {
            if (operation === "GetResourceRequestStatus")
                return { ProgressEvent: events.get(String(call.RequestToken)) };
            seen.push(`${operation} ${call.TypeName}`);
            const type = awsNative.resources[`aws-native:${call.TypeName.split("::").slice(1).join(":").replace(/^\w+/, (name) => name.toLowerCase())}`]; // prettier-ignore
            if (operation === "GetResource")
                return { TypeName: call.TypeName, ResourceDescription: await read(context, type, call, kept) };
            const result = await change(operation, context, type, call, kept);
            if (result.state) desired.push({ type: call.TypeName, state: result.state });
            const RequestToken = `request-${events.size}`;
            const event = {
                TypeName: call.TypeName,
                Identifier: result.id,
                RequestToken,
                Operation: operation.replace("Resource", "").toUpperCase(),
                OperationStatus: result.error ? "FAILED" : "SUCCESS",
                ...(result.error && { ErrorCode: "InvalidRequest", StatusMessage: result.error }),
                EventTime: Date.now() / 1000,
            };
            events.set(RequestToken, event);
            return { ProgressEvent: event };
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        seen,
        desired,
        close: () => {
            server.closeAllConnections();
            return new Promise((resolve) => server.close(() => resolve()));
        },
    };
}

async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    handle: (operation: string, call: Call) => Promise<object>,
): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    response.setHeader("content-type", "application/x-amz-json-1.0");
    try {
        response.end(JSON.stringify(await handle(operation, JSON.parse(Buffer.concat(chunks).toString()) as Call)));
    } catch (error) {
        const isMissing = error instanceof Missing;
        const name = isMissing ? "ResourceNotFoundException" : "GeneralServiceException";
        response.statusCode = 400;
        response.end(JSON.stringify({ __type: name, message: (error as Error).message }));
    }
}

class Missing extends Error {}

async function read(context: AwsContext, type: ResourceType<AwsContext>, { Identifier = "" }: Call, kept: Kept) {
    const known = kept.get(Identifier) ?? {};
    const found = await type.read(context, Identifier, known);
    if (!found) throw new Missing(`Resource ${Identifier} does not exist`);
    return { Identifier, Properties: JSON.stringify(toCloudFormation(found)) };
}

interface Change {
    readonly id: string;
    readonly state?: PropertyMap;
    readonly error?: string;
}

async function change(
    operation: string,
    context: AwsContext,
    type: ResourceType<AwsContext>,
    call: Call,
    kept: Kept,
): Promise<Change> {
    const { Identifier: id = "" } = call;
    try {
        if (operation === "CreateResource") {
            const state = fromCloudFormation(JSON.parse(call.DesiredState ?? "{}") as PropertyMap) as PropertyMap;
            const created = await type.create(context, state);
            kept.set(created.id, { ...state, ...created.outputs });
            return { id: created.id, state };
        }
        const before = { ...kept.get(id), ...(await type.read(context, id, kept.get(id) ?? {})) };
        if (operation === "DeleteResource") {
            await type.delete(context, id, before);
            return { id };
        }
        const whole = patched(
            toCloudFormation(before) as PropertyMap,
            JSON.parse(call.PatchDocument ?? "[]") as Patch[],
        );
        const all = fromCloudFormation(whole) as PropertyMap;
        const state = Object.fromEntries(Object.entries(all).filter(([name]) => type.inputs.includes(name)));
        await type.update?.(context, id, state, before);
        kept.set(id, all);
        return { id, state };
    } catch (error) {
        return { id, error: (error as Error).message };
    }
}

interface Patch {
    readonly op: "add" | "replace" | "remove";
    readonly path: string;
    readonly value?: PropertyValue;
}

/** The three operations of RFC 6902 that the plugin uses. */
function patched(state: PropertyMap, patches: readonly Patch[]): PropertyMap {
    const result = structuredClone(state) as PropertyMap;
    for (const { op, path, value } of patches) {
        const steps = path.split("/").slice(1).map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~")); // prettier-ignore
        const last = steps.pop() ?? "";
        const target = steps.reduce<Record<string, unknown>>(
            (inner, step) => inner[step] as Record<string, unknown>,
            result,
        );
        if (Array.isArray(target))
            target.splice(last === "-" ? target.length : Number(last), op === "add" ? 0 : 1, ...(op === "remove" ? [] : [value])); // prettier-ignore
        else if (op === "remove") delete target[last];
        else target[last] = value;
    }
    return result;
}

/** Names that are not simply capitalised. */
const IRREGULAR: Readonly<Record<string, string>> = {
    sseAlgorithm: "SSEAlgorithm",
    kmsMasterKeyId: "KMSMasterKeyID",
    websiteUrl: "WebsiteURL",
};
const REGULAR = Object.fromEntries(Object.entries(IRREGULAR).map(([ours, theirs]) => [theirs, ours]));

/** Properties that are JSON documents, not structures of CloudFormation. */
const DOCUMENTS = ["policyDocument", "keyPolicy"];

function toCloudFormation(value: PropertyValue): PropertyValue {
    return renamed(value, (name) => IRREGULAR[name] ?? name[0].toUpperCase() + name.slice(1));
}

function fromCloudFormation(value: PropertyValue): PropertyValue {
    return renamed(value, (name) => REGULAR[name] ?? name[0].toLowerCase() + name.slice(1));
}

function renamed(value: PropertyValue, rename: (name: string) => string): PropertyValue {
    if (Array.isArray(value)) return value.map((one) => renamed(one, rename));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
        Object.entries(value as PropertyMap).map(([name, inner]) => {
            const isDocument = DOCUMENTS.includes(name) || DOCUMENTS.includes(rename(name));
            return [rename(name), isDocument ? inner : renamed(inner, rename)];
        }),
    );
}
