import { S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { startAws, type Aws, type Seed } from "../../../sandbox/aws";
import { launchPlugin } from "../../../sandbox/engine/embedded/launchPlugin";
import type { Plugin } from "../../../sandbox/engine/embedded/plugin";
import { childEnvironment } from "../../../sandbox/engine/environment";
import type { PropertyMap } from "../../../sandbox/engine/values";

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

/** Starts a stand-in for a provider and configures it as the engine does. */
export async function startStandIn(pkg: "aws" | "aws-native", aws: Aws, config: PropertyMap): Promise<Plugin> {
    const plugin = await launchPlugin(pkg, {
        engineAddress: "127.0.0.1:1",
        programDirectory: resolve(__dirname),
        project: "shop",
        node: process.execPath,
        env: childEnvironment({ base: process.env, config: {}, awsEndpoint: aws.endpoint, embedded: true }),
        log: () => undefined,
    });
    try {
        await plugin.configure(urnOf(`pulumi:providers:${pkg}`, "p"), "id", config);
    } catch (error) {
        await plugin.close();
        throw error;
    }
    return plugin;
}

/** Checks a resource, which must have no failures, and creates it. */
async function make(plugin: Plugin, type: string, name: string, given: PropertyMap) {
    const urn = urnOf(type, name);
    const { inputs, failures } = await plugin.check({ urn, oldInputs: undefined, inputs: given });
    assert.deepEqual(failures, []);
    return { urn, inputs, ...(await plugin.create({ urn, inputs, timeout: 0, preview: false })) };
}

/** An emulated AWS and a stand-in for a suite: `const test = withStandIn("aws", { region })`, then `test.plugin`, `test.make`, … */
export function withStandIn(
    pkg: "aws" | "aws-native",
    config: PropertyMap & { readonly region: string },
    seed: Seed = {},
) {
    const state = {
        make: (type: string, name: string, given: PropertyMap) => make(state.plugin, type, name, given),
    } as {
        aws: Aws;
        s3: S3Client;
        plugin: Plugin;
        readonly make: (type: string, name: string, given: PropertyMap) => ReturnType<typeof make>;
    };
    before(async () => {
        state.aws = await startAws();
        state.aws.seed(seed);
        const credentials = { accessKeyId: "a", secretAccessKey: "b" };
        const { endpoint } = state.aws;
        state.s3 = new S3Client({ endpoint, region: config.region, forcePathStyle: true, credentials });
        state.plugin = await startStandIn(pkg, state.aws, config);
    });
    after(async () => {
        await state.plugin.close();
        await state.aws.close();
    });
    return state;
}
