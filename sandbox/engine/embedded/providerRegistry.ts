import { randomUUID } from "node:crypto";
import type { ProviderDiff } from "../diff";
import type { ResourceState } from "../state";
import { isProviderType, makeReference, packageOf, parseReference, providerType, typeOf } from "../urn";
import { deepEquals, unknownValue, type PropertyMap } from "../values";
import type * as provider from "./provider";
import { messageOf } from "./rpc";

type Plugin = provider.PackageProvider;

/**
 * Provider resources (`pulumi:providers:aws`) are resources whose provider is the engine: checking one starts its
 * plugin, creating one configures it (pkg/resource/deploy/providers/registry.go).
 */
export class ProviderRegistry implements provider.Provider {
    private readonly configured = new Map<string, Plugin>();
    private readonly unconfigured = new Map<string, Plugin>();
    private readonly loading = new Map<string, Promise<Plugin>>();
    private readonly started = new Set<Plugin>();
    private readonly aliases = new Map<string, string>();
    private readonly warm = new Map<string, Promise<Plugin>>();

    constructor(private readonly launch: (pkg: string) => Promise<Plugin>) {}

    /** Starts a plugin of each package in the state while the program starts. */
    warmUp(resources: readonly ResourceState[]): void {
        for (const { type } of resources.filter((state) => isProviderType(state.type))) {
            if (!this.warm.has(type)) {
                const starting = this.launch(packageOf(type));
                starting.catch(() => undefined);
                this.warm.set(type, starting);
            }
        }
    }

    find(reference: string): Plugin | undefined {
        return this.configured.get(reference);
    }

    /** A package's schema, from the plugin that its first provider will use. */
    async schemaOf(pkg: string): Promise<string> {
        const type = providerType(pkg);
        const starting = this.warm.get(type) ?? this.launch(pkg);
        this.warm.set(type, starting);
        return (await starting).getSchema();
    }

    get(reference: string): Plugin {
        const plugin = this.configured.get(reference);
        if (!plugin) {
            throw new Error(`unknown provider '${reference}'`);
        }
        return plugin;
    }

    /** Records that the state contains the provider `urn` under the URN `alias`. */
    registerAlias(urn: string, alias: string): void {
        this.aliases.set(urn, alias);
    }

    /** The provider of a resource in the state. Starts it from its record in the state if necessary. */
    async ensure(reference: string, resources: readonly ResourceState[]): Promise<Plugin> {
        const existing = this.configured.get(reference);
        if (existing) {
            return existing;
        }
        const { urn, id } = parseReference(reference);
        const state = resources.find((resource) => resource.urn === urn && resource.id === id);
        if (!state) {
            throw new Error(`could not find provider ${reference}`);
        }
        return this.load(state);
    }

    /** Starts a provider from its record in the state. Concurrent calls share one start. */
    load(state: ResourceState): Promise<Plugin> {
        const reference = makeReference(state.urn, state.id ?? "");
        const existing = this.configured.get(reference);
        if (existing) {
            return Promise.resolve(existing);
        }
        const loading =
            this.loading.get(reference) ??
            this.start(state.urn).then((plugin) =>
                this.configure(plugin, state.urn, state.id ?? "", state.inputs ?? {}),
            );
        this.loading.set(reference, loading);
        return loading;
    }

    /** Starts the providers of these resources, one after the other, before any of the resources changes. */
    async ensureAll(states: readonly ResourceState[], resources: readonly ResourceState[]): Promise<void> {
        for (const { urn, provider } of states) {
            if (provider) {
                await this.ensure(provider, resources).catch((error: unknown) => {
                    throw new Error(`could not load provider for resource ${urn}: ${messageOf(error)}`, {
                        cause: error,
                    });
                });
            }
        }
    }

    /** An unchanged provider is configured as it was before. */
    async same(state: ResourceState): Promise<void> {
        const reference = makeReference(state.urn, state.id ?? "");
        if (!this.configured.has(reference)) {
            await this.configure(await this.take(state.urn), state.urn, state.id ?? "", state.inputs ?? {});
        }
    }

    async check({ urn, oldInputs, inputs }: provider.CheckRequest): Promise<provider.CheckResult> {
        const plugin = await this.start(urn);
        const checked = await plugin.checkConfig(urn, oldInputs ?? {}, inputs);
        if (checked.failures.length > 0) {
            return { inputs: {}, failures: checked.failures };
        }
        this.unconfigured.set(urn, plugin);
        const version: PropertyMap = "version" in inputs ? { version: inputs.version } : {};
        return { ...checked, inputs: { ...checked.inputs, ...version } };
    }

    async diff(request: provider.DiffRequest): Promise<ProviderDiff> {
        const plugin = this.unconfigured.get(request.urn) ?? this.get(makeReference(request.urn, request.id));
        const old = { inputs: request.oldInputs, outputs: request.oldOutputs };
        const diff = await plugin.diffConfig(request.urn, old, request.inputs, request.ignoreChanges);
        if (diff.changes !== "unknown") {
            return diff;
        }
        return { ...diff, changes: deepEquals(request.oldOutputs, request.inputs) ? "none" : "some" };
    }

    async create({ urn, inputs, preview }: provider.CreateRequest): Promise<provider.Created> {
        const id = preview ? unknownValue : randomUUID();
        await this.configure(await this.take(urn), urn, id, inputs);
        return { id, outputs: inputs };
    }

    async update({ urn, id, inputs }: provider.UpdateRequest): Promise<provider.Updated> {
        await this.configure(await this.take(urn), urn, id, inputs);
        return { outputs: inputs };
    }

    read(): Promise<provider.Read> {
        return Promise.reject(new Error("provider resources may not be read"));
    }

    async delete({ urn, id }: provider.DeleteRequest): Promise<void> {
        const reference = makeReference(urn, id);
        const plugin = this.configured.get(reference);
        this.configured.delete(reference);
        if (plugin) {
            this.started.delete(plugin);
            await plugin.close();
        }
    }

    async cancel(): Promise<void> {
        await Promise.all([...this.started].map((plugin) => plugin.cancel()));
    }

    async close(): Promise<void> {
        const unused = await Promise.allSettled(this.warm.values());
        unused.forEach((settled) => settled.status === "fulfilled" && this.started.add(settled.value));
        await Promise.all([...this.started].map((plugin) => plugin.close()));
    }

    private async start(urn: string): Promise<Plugin> {
        const type = typeOf(urn);
        const warm = this.warm.get(type);
        this.warm.delete(type);
        const plugin = await (warm ?? this.launch(packageOf(type)));
        this.started.add(plugin);
        return plugin;
    }

    private async take(urn: string): Promise<Plugin> {
        const plugin = this.unconfigured.get(urn) ?? (await this.start(urn));
        this.unconfigured.delete(urn);
        return plugin;
    }

    private async configure(plugin: Plugin, urn: string, id: string, inputs: PropertyMap): Promise<Plugin> {
        await plugin.configure(urn, id, inputs);
        this.configured.set(makeReference(urn, id), plugin);
        const alias = this.aliases.get(urn);
        if (alias !== undefined) {
            this.configured.set(makeReference(alias, id), plugin);
        }
        return plugin;
    }
}
