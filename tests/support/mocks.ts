import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    type RegisterResourceOutputsRequest,
    type RegisterResourceRequest,
    RegisterResourceResponse,
    Result,
} from "@pulumi/pulumi/proto/resource_pb";
import { unpackHelpers } from "../../providers/exportTask/helpers";
import { inSdkNames } from "../../sandbox/plugins/awsNative/sdkNames";

export const PROJECT = "shop";
export const STACK = "prod";

const STACK_FRAMES = Error.stackTraceLimit;

export const EXPORT_TASK = "pulumi-nodejs:dynamic/cloudwatch-logs-export:ExportTask";

/** A resource as the program registered it: arguments and options. */
export interface Registration {
    readonly type: string;
    readonly name: string;
    /** Known once the registration is answered. */
    urn: string;
    readonly parent: string;
    /** One by one, as the provider sees them. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** The names of the properties in which the program hands them down. */
    readonly properties: readonly string[];
    /** The explicit provider, `urn::id`; empty where there is none. */
    readonly provider: string;
    /** The explicit providers that children inherit, by package. */
    readonly providers: Record<string, string>;
    /** The URNs of its dependencies. */
    readonly dependencies: string[];
    readonly retainOnDelete: boolean;
    readonly protect: boolean;
    /** The types or, where an alias is one, the URNs. */
    readonly aliases: readonly string[];
    /** `additionalSecretOutputs`. */
    readonly secretOutputs: readonly string[];
    /** `deletedWith`, or empty. */
    readonly deletedWith: string;
    /** The argument of registerOutputs. */
    outputs?: Record<string, unknown>;
}

export interface MockOptions {
    readonly preview?: boolean;
    readonly config?: Readonly<Record<string, string>>;
    /** The Region of the default provider. @default "eu-central-1" */
    readonly region?: string;
    /** The account of every provider. @default "123456789012" */
    readonly account?: string;
    /** The policy of every existing bucket; an Error for one that cannot be read. @default none */
    readonly bucketPolicy?: object | Error;
    /** Runs while the resource is being made: takes time, or throws to fail the resource. */
    readonly onRegister?: (registration: Registration) => void | Promise<void>;
}

/** The registrations of a program. */
export interface Mocked {
    readonly registrations: readonly Registration[];
    readonly calls: readonly pulumi.runtime.MockCallArgs[];
    /** Waits until everything that the program declared is registered. */
    settle(): Promise<void>;
    /** All registrations of a type, given whole or from its last colon on. */
    ofType(type: string): Registration[];
    /** The only registration of that name and type. */
    find(type: string, name: string): Registration;
}

/** Starts a new program without registrations, whose resources these mocks answer. */
export async function setMocks(options: MockOptions = {}): Promise<Mocked> {
    const { region = "eu-central-1", account = "123456789012", preview, onRegister } = options;
    const registrations: Registration[] = [];
    const calls: pulumi.runtime.MockCallArgs[] = [];
    const regionOf = (provider: string | undefined) => {
        const found = registrations.find(
            ({ urn, type }) => type.startsWith("pulumi:providers:aws") && provider?.startsWith(urn),
        );
        return (found?.inputs.region as string | undefined) ?? region;
    };
    const existing = ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
        const { bucketPolicy: policy } = options;
        if (policy instanceof Error) throw asEngine(policy.message);
        if (policy !== undefined) return policy;
        const none = token.startsWith("aws:")
            ? `reading S3 Bucket (${inputs.bucket}) Policy: couldn't find resource`
            : "invocation of aws-native:s3:getBucketPolicy returned an error: resource not found";
        throw asEngine(none);
    };
    // Pulumi writes out the stack of every promise, which through source maps takes most of a program's time.
    Error.stackTraceLimit = 2;
    const mocks: pulumi.runtime.Mocks = {
        call: (call) => {
            calls.push(call);
            if (call.token === "aws:index/getCallerIdentity:getCallerIdentity") return { accountId: account };
            if (call.token === "aws:index/getRegion:getRegion") return { region: regionOf(call.provider) };
            if (call.token === "aws-native:index:getAccountId") return { accountId: account };
            if (call.token === "aws-native:index:getRegion") return { region: regionOf(call.provider) };
            if (call.token === "aws:s3/getBucketPolicy:getBucketPolicy")
                return { policy: JSON.stringify(existing(call)) };
            if (call.token === "aws-native:s3:getBucketPolicy") return { policyDocument: inSdkNames(existing(call)) };
            throw new Error(`The mocks know no ${call.token}.`);
        },
        newResource: ({ type, name, inputs, provider }) =>
            stateOf(type, name, inputs, (inputs.region as string | undefined) ?? regionOf(provider)),
    };
    await pulumi.runtime.setMocks(mocks, PROJECT, STACK, preview);
    pulumi.runtime.setAllConfig(options.config ?? {});
    record(registrations, onRegister);
    const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
    const ofType = (type: string) => registrations.filter((one) => one.type === type || one.type.endsWith(`:${type}`));
    return {
        registrations,
        calls,
        settle: async () => {
            await waitForRPCs();
            Error.stackTraceLimit = STACK_FRAMES;
        },
        ofType,
        find: (type, name) => {
            const found = ofType(type).filter((one) => one.name === name);
            assert.equal(found.length, 1, `${found.length} registrations of ${type} ${name}`);
            return found[0];
        },
    };
}

/** An error as the engine sends it: the SDK reads its details. */
export const asEngine = (details: string) => Object.assign(new Error(details), { details });

type State = Record<string, unknown>;

function stateOf(type: string, name: string, inputs: State, region: string): { id: string; state: State } {
    if (type === "aws:s3/bucket:Bucket") {
        const bucket = inputs.bucket ?? `${name}-1a2b3c`;
        return { id: bucket as string, state: { ...inputs, bucket, arn: bucketArn(region, bucket), region } };
    }
    if (type === "aws:kms/key:Key" || type === "aws-native:kms:Key") {
        const keyId = `key-of-${name}`;
        return { id: keyId, state: { ...inputs, keyId, arn: `arn:aws:kms:${region}:123456789012:key/${keyId}` } };
    }
    if (type === "aws-native:s3:Bucket") {
        const bucketName = inputs.bucketName ?? `${name}-1a2b3c4`;
        return { id: bucketName as string, state: { ...inputs, bucketName, arn: bucketArn(region, bucketName) } };
    }
    if (type === "aws:cloudwatch/logGroup:LogGroup") {
        const group = inputs.name ?? `${name}-1a2b3c`;
        const arn = `arn:aws:logs:${region}:123456789012:log-group:${group}`;
        return { id: group as string, state: { ...inputs, name: group, arn } };
    }
    if (type === EXPORT_TASK) {
        const uri = `s3://${inputs.destination}/${inputs.destinationPrefix}/task-of-${name}/`;
        return { id: `task-of-${name}`, state: { ...inputs, taskId: `task-of-${name}`, status: "COMPLETED", uri } };
    }
    const arn = ARNS[type]?.(name);
    if (arn) return { id: `${name}-1a2b3c`, state: { name: `${name}-1a2b3c`, ...inputs, arn } };
    return { id: `id-of-${name}`, state: inputs };
}

const arnIn = (service: string, kind: string) => (name: string) =>
    `arn:aws:${service}:123456789012:${kind}${name}-1a2b3c`;

/** The ARNs of resources, by type. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
    "aws:dynamodb/table:Table": arnIn("dynamodb:eu-central-1", "table/"),
    "aws:sqs/queue:Queue": arnIn("sqs:eu-central-1", ""),
    "aws:sns/topic:Topic": arnIn("sns:eu-central-1", ""),
    "aws:iam/role:Role": arnIn("iam:", "role/"),
    "aws:sfn/stateMachine:StateMachine": arnIn("states:eu-central-1", "stateMachine:"),
    "aws:cloudwatch/eventRule:EventRule": arnIn("events:eu-central-1", "rule/"),
};

function bucketArn(region: string, bucket: unknown): string {
    const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return `arn:${partition}:s3:::${bucket}`;
}

type Answer<R> = (error: unknown, response?: R) => void;

interface Monitor {
    registerResource(request: RegisterResourceRequest, answer: Answer<RegisterResourceResponse>): Promise<void>;
    registerResourceOutputs(request: RegisterResourceOutputsRequest, answer: Answer<unknown>): void;
}

/** The mocks see only the inputs; the request has the options too. */
function record(registrations: Registration[], onRegister: MockOptions["onRegister"]): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    const { registerResource, registerResourceOutputs } = monitor;
    monitor.registerResource = async (request, answer) => {
        const properties = pulumi.runtime.deserializeProperties(request.getObject() as never, true);
        const registration: Registration = {
            type: request.getType(),
            name: request.getName(),
            urn: "",
            parent: request.getParent(),
            inputs: unpackHelpers(properties),
            properties: Object.keys(properties),
            provider: request.getProvider(),
            providers: Object.fromEntries(request.getProvidersMap().getEntryList()),
            dependencies: request.getDependenciesList(),
            retainOnDelete: request.getRetainondelete() ?? false,
            protect: request.getProtect() ?? false,
            aliases: request.getAliasesList().map((one) => one.getUrn() || (one.getSpec()?.getType() ?? "")),
            secretOutputs: request.getAdditionalsecretoutputsList(),
            deletedWith: request.getDeletedwith(),
        };
        registrations.push(registration);
        try {
            await onRegister?.(registration);
        } catch {
            const failure = new RegisterResourceResponse(); // as the engine tells that a resource failed
            failure.setResult(Result.FAIL);
            answer(null, failure);
            return;
        }
        await registerResource.call(monitor, request, (error, response) => {
            registration.urn = response?.getUrn() ?? "";
            answer(error, response);
        });
    };
    monitor.registerResourceOutputs = (request, answer) => {
        const owner = registrations.find(({ urn }) => urn === request.getUrn());
        if (owner) owner.outputs = pulumi.runtime.deserializeProperties(request.getOutputs() as never, true);
        registerResourceOutputs.call(monitor, request, answer);
    };
}

/** The value of an output. Rejects if it failed or is unknown. */
export async function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
    const inner = output as unknown as { promise(): Promise<T>; isKnown: Promise<boolean> };
    const value = await inner.promise();
    assert.ok(await inner.isKnown, "the output's value is not known");
    return value;
}

export const urnOf = (typeChain: string, name: string) => `urn:pulumi:${STACK}::${PROJECT}::${typeChain}::${name}`;

/** Waits until all pending promises have run. */
export async function quiet(): Promise<void> {
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs work in which unawaited outputs fail, for example because a resource fails. Returns the errors. */
export async function withRejections(run: () => Promise<void>): Promise<unknown[]> {
    const listeners = process.listeners("unhandledRejection");
    const rejections: unknown[] = [];
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (reason) => rejections.push(reason));
    try {
        await run();
        await quiet();
    } finally {
        process.removeAllListeners("unhandledRejection");
        listeners.forEach((listener) => process.on("unhandledRejection", listener));
    }
    return rejections;
}

/** The program's warnings. */
export async function warningsOf(run: () => Promise<void>): Promise<string[]> {
    const { warn } = console;
    const warnings: string[] = [];
    console.warn = (text: string) => warnings.push(text);
    try {
        await run();
    } finally {
        console.warn = warn;
    }
    return warnings;
}
