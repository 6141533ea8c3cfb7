import * as grpc from "@grpc/grpc-js";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ProviderDiff } from "../diff";
import { elideAssets, restoreAssets } from "../assets";
import { nameOf, typeOf } from "../urn";
import {
    containsUnknown,
    copySecretMarks,
    containsSecret,
    flattenReferences,
    makeSecret,
    revealSecrets,
    type PropertyMap,
} from "../values";
import { checkResult, diffResult, failures } from "./responses";
import type { Child } from "./children";
import { initFailedOrThrow } from "./initFailed";
import type * as provider from "./provider";
import { DiffUnavailable } from "./provider";
import { asRpcText, callUnary, channelOptions, fromStruct, isUnimplemented, messageOf, toStruct } from "./rpc";

/** The plugin's capabilities. */
interface Capabilities {
    readonly acceptSecrets: boolean;
    readonly acceptResources: boolean;
    readonly supportsPreview: boolean;
}

/** A provider plugin's process, called like in the real engine (sdk/go/common/resource/plugin/provider_plugin.go). */
export class Plugin implements provider.PackageProvider {
    private capabilities: Capabilities | undefined;
    /** A provider with unknown configuration is not called. */
    private configured = false;

    private constructor(
        private readonly client: ResourceProviderClient,
        /** Undefined for a provider that was already running. */
        private readonly child: Child | undefined,
    ) {}

    /** Connects to a provider that already runs, and gives it the engine's address. */
    static async attach(address: string, engineAddress: string): Promise<Plugin> {
        const plugin = await Plugin.connect(address, engineAddress);
        const request = new PluginAttach();
        request.setAddress(engineAddress);
        await callUnary<Empty>((reply) => plugin.client.attach(request, reply));
        return plugin;
    }

    static async connect(address: string, engineAddress: string, child?: Child): Promise<Plugin> {
        const client = new ResourceProviderClient(address, grpc.credentials.createInsecure(), channelOptions);
        const plugin = new Plugin(client, child);
        const request = new protocol.ProviderHandshakeRequest();
        request.setEngineAddress(engineAddress);
        request.setConfigureWithUrn(true);
        request.setInvokeWithPreview(true);
        try {
            const answer = await callUnary<protocol.ProviderHandshakeResponse>((reply) =>
                client.handshake(request, reply),
            );
            plugin.capabilities = {
                acceptSecrets: answer.getAcceptSecrets(),
                acceptResources: answer.getAcceptResources(),
                supportsPreview: true,
            };
        } catch (error) {
            if (!isUnimplemented(error)) {
                throw error;
            }
        }
        return plugin;
    }

    async checkConfig(urn: string, oldInputs: PropertyMap, inputs: PropertyMap): Promise<provider.CheckResult> {
        const request = new protocol.CheckRequest();
        identify(request, urn);
        request.setOlds(toStruct(revealSecrets(oldInputs)));
        request.setNews(toStruct(revealSecrets(inputs)));
        try {
            const answer = await callUnary<protocol.CheckResponse>((reply) => this.client.checkConfig(request, reply));
            return checkResult(answer, inputs, false);
        } catch (error) {
            if (isUnimplemented(error)) {
                return { inputs, failures: [] };
            }
            throw asRpcText(error);
        }
    }

    async diffConfig(
        urn: string,
        old: { inputs: PropertyMap; outputs: PropertyMap },
        inputs: PropertyMap,
        ignoreChanges: readonly string[],
    ): Promise<ProviderDiff> {
        const request = new protocol.DiffRequest();
        identify(request, urn);
        request.setIgnorechangesList([...ignoreChanges]);
        request.setOldInputs(toStruct(revealSecrets(old.inputs)));
        request.setOlds(toStruct(revealSecrets(old.outputs)));
        request.setNews(toStruct(revealSecrets(inputs)));
        try {
            return diffResult(
                await callUnary<protocol.DiffResponse>((reply) => this.client.diffConfig(request, reply)),
            );
        } catch (error) {
            if (isUnimplemented(error)) {
                return { changes: "unknown", replaceKeys: [], changedKeys: [], deleteBeforeReplace: false };
            }
            throw asRpcText(error);
        }
    }

    async configure(urn: string, id: string, inputs: PropertyMap): Promise<void> {
        if (containsUnknown(inputs)) {
            return;
        }
        const request = new protocol.ConfigureRequest();
        request.setUrn(urn);
        request.setName(nameOf(urn));
        request.setType(typeOf(urn));
        request.setId(id);
        request.setAcceptsecrets(true);
        request.setAcceptresources(true);
        request.setSendsOldInputs(true);
        request.setSendsOldInputsToDelete(true);
        request.setArgs(toStruct(inputs));
        const answer = await callUnary<protocol.ConfigureResponse>((reply) => this.client.configure(request, reply));
        this.capabilities ??= {
            acceptSecrets: answer.getAcceptsecrets(),
            acceptResources: answer.getAcceptresources(),
            supportsPreview: answer.getSupportspreview(),
        };
        this.configured = true;
    }

    async check(asked: provider.CheckRequest): Promise<provider.CheckResult> {
        if (!this.configured) {
            return { inputs: asked.inputs, failures: [] };
        }
        const request = new protocol.CheckRequest();
        identify(request, asked.urn);
        request.setOlds(toStruct(this.marshal(asked.oldInputs ?? {})));
        request.setNews(toStruct(this.marshal(asked.inputs)));
        request.setRandomseed(crypto.getRandomValues(new Uint8Array(32)));
        return checkResult(
            await callUnary<protocol.CheckResponse>((reply) => this.client.check(request, reply)),
            asked.inputs,
            this.capabilities?.acceptSecrets === true,
        );
    }

    async diff(asked: provider.DiffRequest): Promise<ProviderDiff> {
        if (!this.configured) {
            throw new DiffUnavailable();
        }
        const request = new protocol.DiffRequest();
        identify(request, asked.urn);
        request.setId(asked.id);
        request.setOldInputs(toStruct(this.marshalPast(asked.oldInputs)));
        request.setOlds(toStruct(this.marshalPast(asked.oldOutputs)));
        request.setNews(toStruct(this.marshalPast(asked.inputs)));
        request.setIgnorechangesList([...asked.ignoreChanges]);
        return diffResult(await callUnary<protocol.DiffResponse>((reply) => this.client.diff(request, reply)));
    }

    async create(asked: provider.CreateRequest): Promise<provider.Created> {
        if (asked.preview && !this.configured) {
            return { id: "", outputs: {} };
        }
        if (asked.preview && !this.capabilities?.supportsPreview) {
            return { id: "", outputs: asked.inputs };
        }
        const request = new protocol.CreateRequest();
        identify(request, asked.urn);
        request.setProperties(toStruct(this.marshal(asked.inputs)));
        request.setTimeout(asked.timeout);
        request.setPreview(asked.preview);
        try {
            const answer = await callUnary<protocol.CreateResponse>((reply) => this.client.create(request, reply));
            if (answer.getId() === "" && !asked.preview) {
                throw new Error(`plugin returned empty resource.ID from create '${asked.urn}'`);
            }
            return { id: answer.getId(), outputs: this.unmarshal(fromStruct(answer.getProperties()), asked.inputs) };
        } catch (error) {
            const failed = initFailedOrThrow(error);
            return {
                id: failed.id,
                outputs: this.unmarshal(failed.properties, asked.inputs),
                initErrors: failed.reasons,
            };
        }
    }

    async read(asked: provider.ReadRequest): Promise<provider.Read> {
        if (!this.configured) {
            return { id: "", outputs: {}, inputs: {} };
        }
        const request = new protocol.ReadRequest();
        identify(request, asked.urn);
        request.setId(asked.id);
        request.setInputs(toStruct(this.marshalPast(asked.inputs)));
        request.setProperties(toStruct(this.marshalPast(asked.state)));
        try {
            const answer = await callUnary<protocol.ReadResponse>((reply) => this.client.read(request, reply));
            return {
                id: answer.getId(),
                outputs: answer.hasProperties()
                    ? this.found(fromStruct(answer.getProperties()), asked.state, asked.inputs)
                    : undefined,
                inputs: answer.hasInputs()
                    ? this.found(fromStruct(answer.getInputs()), asked.inputs, asked.inputs)
                    : undefined,
            };
        } catch (error) {
            const failed = initFailedOrThrow(error);
            return {
                id: failed.id,
                outputs: this.found(failed.properties, asked.state, asked.inputs),
                inputs: failed.inputs && this.found(failed.inputs, asked.inputs, asked.inputs),
                initErrors: failed.reasons,
            };
        }
    }

    async update(asked: provider.UpdateRequest): Promise<provider.Updated> {
        if (asked.preview && !this.configured) {
            return { outputs: {} };
        }
        if (asked.preview && !this.capabilities?.supportsPreview) {
            return { outputs: asked.inputs };
        }
        const request = new protocol.UpdateRequest();
        identify(request, asked.urn);
        request.setId(asked.id);
        request.setOldInputs(toStruct(this.marshalPast(asked.oldInputs)));
        request.setOlds(toStruct(this.marshalPast(asked.oldOutputs)));
        request.setNews(toStruct(this.marshal(asked.inputs)));
        request.setTimeout(asked.timeout);
        request.setPreview(asked.preview);
        request.setIgnorechangesList([...asked.ignoreChanges]);
        try {
            const answer = await callUnary<protocol.UpdateResponse>((reply) => this.client.update(request, reply));
            return { outputs: this.unmarshal(fromStruct(answer.getProperties()), asked.inputs) };
        } catch (error) {
            const failed = initFailedOrThrow(error);
            return { outputs: this.unmarshal(failed.properties, asked.inputs), initErrors: failed.reasons };
        }
    }

    async delete(asked: provider.DeleteRequest): Promise<void> {
        const request = new protocol.DeleteRequest();
        identify(request, asked.urn);
        request.setId(asked.id);
        request.setOldInputs(toStruct(this.marshalPast(asked.inputs)));
        request.setProperties(toStruct(this.marshalPast(asked.outputs)));
        request.setTimeout(asked.timeout);
        await callUnary<Empty>((reply) => this.client.delete(request, reply));
    }

    async invoke(
        token: string,
        args: PropertyMap,
        preview: boolean,
    ): Promise<{ result: PropertyMap; failures: readonly provider.CheckFailure[] }> {
        if (!this.configured) {
            return { result: {}, failures: [] };
        }
        const request = new protocol.InvokeRequest();
        request.setTok(token);
        request.setArgs(toStruct(this.marshal(args)));
        request.setPreview(preview);
        const answer = await callUnary<protocol.InvokeResponse>((reply) => this.client.invoke(request, reply));
        const result = fromStruct(answer.getReturn());
        const secret = containsSecret(args) && !this.capabilities?.acceptSecrets;
        return {
            result: secret
                ? Object.fromEntries(Object.entries(result).map(([key, value]) => [key, makeSecret(value)]))
                : result,
            failures: failures(answer),
        };
    }

    async construct(request: protocol.ConstructRequest): Promise<protocol.ConstructResponse> {
        return callUnary<protocol.ConstructResponse>((reply) => this.client.construct(request, reply));
    }

    async getSchema(): Promise<string> {
        const request = new protocol.GetSchemaRequest();
        const answer = await callUnary<protocol.GetSchemaResponse>((reply) => this.client.getSchema(request, reply));
        return answer.getSchema();
    }

    /** Asks the plugin to cancel its operations. */
    async cancel(): Promise<void> {
        await callUnary<Empty>((reply) => this.client.cancel(new Empty(), reply)).catch((error: unknown) => {
            if (!isUnimplemented(error)) {
                throw new Error(`the provider could not be cancelled: ${messageOf(error)}`, { cause: error });
            }
        });
    }

    async close(): Promise<void> {
        this.client.close();
        await this.child?.stop(5_000);
    }

    private marshal(map: PropertyMap): PropertyMap {
        const plain = this.capabilities?.acceptSecrets ? map : revealSecrets(map);
        return this.capabilities?.acceptResources ? plain : flattenReferences(plain);
    }

    /** Marshals old values, in which assets have no content. */
    private marshalPast(map: PropertyMap): PropertyMap {
        return elideAssets(this.marshal(map));
    }

    private found(map: PropertyMap, sent: PropertyMap, inputs: PropertyMap): PropertyMap {
        return restoreAssets(this.unmarshal(map, sent), inputs);
    }

    private unmarshal(map: PropertyMap, sent: PropertyMap): PropertyMap {
        return this.capabilities?.acceptSecrets ? map : copySecretMarks(map, sent);
    }
}

function identify(
    request: { setUrn(urn: string): void; setName(name: string): void; setType(type: string): void },
    urn: string,
): void {
    request.setUrn(urn);
    request.setName(nameOf(urn));
    request.setType(typeOf(urn));
}
