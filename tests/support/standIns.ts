import * as pulumi from "@pulumi/pulumi";
import { type Aws } from "../../sandbox/aws";
import { aws as awsStandIn } from "../../sandbox/plugins/aws";
import { type AwsContext } from "../../sandbox/plugins/aws/context";
import { awsNative } from "../../sandbox/plugins/awsNative";
import { type PropertyMap } from "../../sandbox/engine/values";
import { type Package, type ResourceType } from "../../sandbox/plugins/definition";
import { checkInputs, withoutDefaultsKey } from "../../sandbox/plugins/inputs";
import { asEngine, PROJECT, STACK } from "./mocks";

/** What a program made, which can be read and deleted as an engine does it. */
export interface StandInResources {
    /** Everything that was registered, components too, as the program gave it. */
    readonly registered: readonly { readonly type: string; readonly name: string; readonly inputs: pulumi.Inputs }[];
    refresh(): Promise<void>;
    destroy(): Promise<void>;
}

const PACKAGES: readonly Package<AwsContext>[] = [awsStandIn, awsNative];

const hasStandIn = (token: string) => PACKAGES.some(({ name }) => token.startsWith(`${name}:`));

interface Deployed {
    readonly type: ResourceType<AwsContext>;
    readonly context: AwsContext;
    readonly id: string;
    readonly outputs: PropertyMap;
}

/**
 * Runs a program without an engine: its resources are made at once by the stand-ins for the providers, in an AWS of the
 * sandbox. Many buckets take no longer so than one does on an engine.
 */
export async function runOnStandIns(
    aws: Aws,
    region: string,
    program: () => void,
    accessKey = "AKIASANDBOX",
): Promise<StandInResources> {
    const { endpoint } = aws;
    const configuration = {
        region,
        accessKey,
        secretKey: "sandbox",
        endpoints: [{ s3: endpoint, sts: endpoint, logs: endpoint, kms: endpoint, all: endpoint }],
    };
    const contexts = new Map<Package<AwsContext>, Promise<AwsContext>>();
    const standInFor = (token: string) => {
        const pkg = PACKAGES.find(({ name }) => token.startsWith(`${name}:`));
        if (!pkg) throw new Error(`There is no stand-in for ${token}.`);
        const context = contexts.get(pkg) ?? pkg.configure(configuration);
        contexts.set(pkg, context);
        return { pkg, context };
    };
    const failures: unknown[] = [];
    const made: Deployed[] = [];
    const registered: { type: string; name: string; inputs: pulumi.Inputs }[] = [];
    const noted = async <T>(work: Promise<T>): Promise<T> => {
        try {
            return await work;
        } catch (error) {
            failures.push(error);
            throw error;
        }
    };
    await pulumi.runtime.setMocks(
        {
            call: ({ token, inputs }) => call(token, inputs),
            newResource: ({ type, name, inputs, id }) =>
                noted(id && hasStandIn(type) ? read(type, id) : make(type, name, inputs)),
        },
        PROJECT,
        STACK,
    );
    pulumi.runtime.setAllConfig({});
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 2; // as setMocks of ./mocks does
    program();
    await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
    Error.stackTraceLimit = stackTraceLimit;
    if (failures.length > 0) throw failures[0];
    return {
        registered,
        refresh: async () => {
            for (const { type, context, id, outputs } of made) await type.read(context, id, outputs);
        },
        destroy: async () => {
            for (const { type, context, id, outputs } of [...made].reverse()) await type.delete(context, id, outputs);
        },
    };

    async function call(token: string, inputs: pulumi.Inputs) {
        const { pkg, context } = standInFor(token);
        try {
            return await pkg.functions[token](await context, inputs as never);
        } catch (error) {
            throw asEngine((error as Error).message); // the program decides what it means
        }
    }

    /** As `Resource.get` does: nothing is made. */
    async function read(token: string, id: string) {
        const { pkg, context } = standInFor(token);
        const found = await pkg.resources[token].read(await context, id, {});
        if (!found) throw new Error(`There is no ${token} ${id}.`);
        return { id, state: { ...found, id } };
    }

    async function make(token: string, name: string, given: pulumi.Inputs) {
        registered.push({ type: token, name, inputs: given });
        if (given === undefined || !hasStandIn(token)) {
            return { id: "", state: given }; // a component
        }
        const { pkg, context } = standInFor(token);
        const type = pkg.resources[token];
        const { inputs, refusals } = checkInputs(type, name, given as never, {}, () => "1a2b3c4");
        if (refusals.length > 0) throw new Error(`${token} ${name}: ${JSON.stringify(refusals)}`);
        const { id, outputs } = await type.create(await context, withoutDefaultsKey(inputs));
        const state = { ...withoutDefaultsKey(inputs), ...outputs };
        made.push({ type, context: await context, id, outputs: state });
        return { id, state: { ...state, id } };
    }
}
