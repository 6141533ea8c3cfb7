import type { OpenAws } from "../../aws";
import { policyOf } from "../../aws/iam/role";
import type { PolicyDocument } from "../../aws/policy/document";
import type { Clock } from "../../clock/clock";
import { StateError } from "../errors";
import { isJsonObject, type Json, type JsonObject } from "../json";
import type { Resource } from "../resource";
import type { Tasks } from "../service";
import type { TaskCall } from "../taskCall";
import { capital, integrationOf, operationOf, type Integration } from "./integrations";
import { errorOf, wireOf } from "./wire";

export interface SandboxTasksOptions {
    readonly region: string;
    /** The time that a call without an answer waits is measured on this clock. */
    readonly clock: Clock;
    /**
     * The name of an error that the operation does not list (throttling, denied access): its own, or the service's general
     * one. AWS does not document which, so a state machine must handle both.
     * @default "own"
     */
    readonly unlistedErrors?: "own" | "general";
    /** How often the SDK within Step Functions retries a call that got no answer or a 5xx. @default 0 */
    readonly sdkRetries?: number;
}

/** How long the SDK waits for an answer. AWS does not document it; this is long enough for TimeoutSeconds to matter. */
const answerTimeout = 600_000;

/**
 * Answers a state machine's calls from the emulated AWS, with the permissions of the machine's role. Roles must be in the
 * sandbox (`aws.seed({ roles })`, or created by a program). `aws.decisions` shows which statements were used.
 */
export function sandboxTasks(aws: OpenAws, options: SandboxTasksOptions): Tasks {
    const policies = new Map<string, { readonly texts: readonly string[]; readonly policy: PolicyDocument }>();

    const policy = (roleArn: string): PolicyDocument => {
        const role = aws.world.roles[roleArn];
        if (!role) throw new Error(`There is no role ${roleArn} in the sandbox. Seed it, or create it with a program.`);
        const texts = Object.values(role.policies);
        let known = policies.get(roleArn);
        if (known?.texts.length !== texts.length || !texts.every((text, index) => text === known?.texts[index])) {
            policies.set(roleArn, (known = { texts, policy: policyOf(role) }));
        }
        return known.policy;
    };

    const accessKey = (roleArn: string): string => {
        const id = `ASIA${Buffer.from(roleArn).toString("hex").slice(-40).toUpperCase()}`;
        const [, , , , accountId, name] = roleArn.split(":");
        const arn = `arn:aws:sts::${accountId}:assumed-role/${name.split("/").at(-1)}/states`;
        aws.world.keys[id] = { accountId, arn, roleArn, policy: policy(roleArn) };
        return id;
    };

    const send = async ({ resource, parameters, roleArn }: TaskCall, attempt = 0): Promise<Json> => {
        const integration = integrationOf(resource);
        const problem = refusal(resource, parameters);
        if (!integration || problem !== undefined) throw new StateError("States.Runtime", problem ?? "");
        const operation = operationOf(resource.action);
        const wire = wireOf(integration, operation, sent(integration, resource, parameters as JsonObject));
        const scope = `${accessKey(roleArn)}/20260101/${options.region}/${integration.signingName}/aws4_request`;
        const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
        const headers = { host: "127.0.0.1", ...wire.request.headers, authorization };
        const answer = await aws.handle({ ...wire.request, headers });
        const mayRetry = attempt < (options.sdkRetries ?? 0);
        if (answer === "drop" || answer === "hang") {
            if (answer === "hang") await options.clock.sleep(answerTimeout);
            if (mayRetry) return send({ resource, parameters, roleArn } as TaskCall, attempt + 1);
            const cause = "Unable to execute HTTP request: The target server failed to respond";
            throw new StateError(`${integration.errorPrefix[resource.kind]}.SdkClientException`, cause);
        }
        if (answer.status >= 500 && answer.status !== 501 && mayRetry) {
            return send({ resource, parameters, roleArn } as TaskCall, attempt + 1);
        }
        if (answer.status >= 400) throw failure(integration, resource, answer.status, errorOf(answer));
        return received(resource, wire.read(answer));
    };

    const failure = (
        integration: Integration,
        { kind }: Resource,
        status: number,
        { code, message }: { code: string; message: string },
    ): Error => {
        // What the sandbox does not emulate must not look like an answer of AWS.
        if (status === 501 || (status === 500 && message.startsWith("The sandbox failed"))) return new Error(message);
        const stem = code.replace(/Exception$/, "");
        const isUnlisted = options.unlistedErrors === "general" && ["AccessDenied", "Throttling"].includes(stem);
        const known = integration.errors.includes(stem) && !isUnlisted;
        const name = known ? `${stem}Exception` : integration.otherError[kind];
        const prefix = integration.errorPrefix[kind];
        return new StateError(`${prefix}.${name}`, `${message} (Service: ${prefix}, Status Code: ${status})`);
    };

    return {
        refusal,
        call: (call) => send(call),
        authorize: (roleArn, action, resource) => {
            if (aws.decide(roleArn, policy(roleArn), action, resource).verdict === "allow") return;
            const cause = `The role ${roleArn} is not authorized to perform: ${action} on resource: ${resource}`;
            throw new StateError("States.Permissions", cause);
        },
    };
}

function refusal(resource: Resource, parameters: Json | undefined): string | undefined {
    const integration = integrationOf(resource);
    if (!integration) return `The sandbox does not emulate ${resource.type}:${resource.action}.`;
    if (parameters === undefined || typeof parameters === "string") return undefined;
    if (!isJsonObject(parameters)) return "Arguments must be an object.";
    const { parameters: known } = integration.operations[operationOf(resource.action)];
    const allowed = known.map(capital);
    const unknown = Object.keys(parameters).find((name) => !allowed.includes(name));
    return unknown === undefined ? undefined : `The field "${unknown}" is not supported by Step Functions`;
}

/** Serializes JSON if the API expects a string, as Step Functions does. */
function sent({ jsonTexts = [] }: Integration, { kind, service }: Resource, parameters: JsonObject): JsonObject {
    const text = (value: Json): Json => (typeof value === "string" ? value : JSON.stringify(value));
    if (kind === "optimized" && service === "events") {
        const entries = parameters.Entries as readonly JsonObject[];
        return { ...parameters, Entries: entries.map((entry) => ({ ...entry, Detail: text(entry.Detail) })) };
    }
    return Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, jsonTexts.includes(name) ? text(value) : value]),
    );
}

/** The optimized integration of EventBridge fails if an entry fails. */
function received({ kind, service, action }: Resource, answer: Json): Json {
    if (kind === "optimized" && service === "events" && action === "putEvents") {
        const { FailedEntryCount, Entries } = answer as JsonObject;
        if (Number(FailedEntryCount) > 0) throw new StateError("EventBridge.FailedEntry", JSON.stringify(Entries));
    }
    return answer;
}
