import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { Aws } from "../../../sandbox/aws";
import { launchPlugin } from "../../../sandbox/engine/embedded/launchPlugin";
import type { Plugin } from "../../../sandbox/engine/embedded/plugin";
import { childEnvironment } from "../../../sandbox/engine/environment";
import type { PropertyMap } from "../../../sandbox/engine/values";

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

/** Starts a stand-in for a provider, configured and spoken to as the engine does. */
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

/** A resource that is checked, as what is given has to be right, and made. */
export async function make(plugin: Plugin, type: string, name: string, given: PropertyMap) {
    const urn = urnOf(type, name);
    const { inputs, failures } = await plugin.check({ urn, oldInputs: undefined, inputs: given });
    assert.deepEqual(failures, []);
    return { urn, inputs, ...(await plugin.create({ urn, inputs, timeout: 0, preview: false })) };
}
