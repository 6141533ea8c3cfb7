import * as grpc from "@grpc/grpc-js";
import * as callbacks from "@pulumi/pulumi/proto/callback_pb";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { callUnary, channelOptions } from "./rpc";

/** Transforms are functions in the program, called back over gRPC with a resource's properties and options. */
export class Transforms {
    private readonly clients = new Map<string, CallbacksClient>();
    private readonly forStack: callbacks.Callback[] = [];
    private readonly byUrn = new Map<string, { parent: string; own: readonly callbacks.Callback[] }>();

    addForStack(callback: callbacks.Callback): void {
        this.forStack.push(callback);
    }

    remember(urn: string, parent: string, own: readonly callbacks.Callback[]): void {
        this.byUrn.set(urn, { parent, own });
    }

    /** Applies the resource's own transforms, then its parents', then the stack's. Each receives the previous result. */
    async apply(request: resource.RegisterResourceRequest): Promise<void> {
        const chain = [...request.getTransformsList(), ...this.inherited(request.getParent()), ...this.forStack];
        for (const callback of chain) {
            const answer = await this.call(callback, transformRequest(request));
            if (answer.hasProperties()) {
                request.setObject(answer.getProperties());
            }
            const options = answer.getOptions();
            if (options) {
                takeOver(request, options);
            }
        }
    }

    close(): void {
        this.clients.forEach((client) => client.close());
    }

    private inherited(parent: string): callbacks.Callback[] {
        const known = this.byUrn.get(parent);
        return known ? [...known.own, ...this.inherited(known.parent)] : [];
    }

    private async call(
        callback: callbacks.Callback,
        request: resource.TransformRequest,
    ): Promise<resource.TransformResponse> {
        const target = callback.getTarget();
        let client = this.clients.get(target);
        if (!client) {
            client = new CallbacksClient(target, grpc.credentials.createInsecure(), channelOptions);
            this.clients.set(target, client);
        }
        const invocation = new callbacks.CallbackInvokeRequest();
        invocation.setToken(callback.getToken());
        invocation.setRequest(request.serializeBinary());
        const connected = client;
        const answer = await callUnary<callbacks.CallbackInvokeResponse>((reply) =>
            connected.invoke(invocation, reply),
        );
        return resource.TransformResponse.deserializeBinary(answer.getResponse_asU8());
    }
}

function transformRequest(request: resource.RegisterResourceRequest): resource.TransformRequest {
    const result = new resource.TransformRequest();
    result.setType(request.getType());
    result.setName(request.getName());
    result.setCustom(request.getCustom());
    result.setParent(request.getParent());
    result.setProperties(request.getObject());
    const options = new resource.TransformResourceOptions();
    options.setDependsOnList(request.getDependenciesList());
    if (request.hasProtect()) {
        options.setProtect(request.getProtect() === true);
    }
    if (request.hasRetainondelete()) {
        options.setRetainOnDelete(request.getRetainondelete() === true);
    }
    if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
        options.setDeleteBeforeReplace(request.getDeletebeforereplace());
    }
    options.setIgnoreChangesList(request.getIgnorechangesList());
    options.setReplaceOnChangesList(request.getReplaceonchangesList());
    options.setVersion(request.getVersion());
    options.setAliasesList(request.getAliasesList());
    options.setProvider(request.getProvider());
    options.setCustomTimeouts(request.getCustomtimeouts());
    options.setPluginDownloadUrl(request.getPlugindownloadurl());
    options.setDeletedWith(request.getDeletedwith());
    options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
    options.setImport(request.getImportid());
    options.setHideDiffList(request.getHidediffsList());
    options.setReplaceWithList(request.getReplaceWithList());
    options.setReplacementTrigger(request.getReplacementTrigger());
    options.setHooks(request.getHooks());
    request.getProvidersMap().forEach((value, key) => options.getProvidersMap().set(key, value));
    result.setOptions(options);
    return result;
}

/** The transform's options are all that the resource has: it no longer has an option that they omit. */
function takeOver(request: resource.RegisterResourceRequest, options: resource.TransformResourceOptions): void {
    request.setDependenciesList(options.getDependsOnList());
    request.clearProtect();
    if (options.hasProtect()) {
        request.setProtect(options.getProtect() === true);
    }
    request.clearRetainondelete();
    if (options.hasRetainOnDelete()) {
        request.setRetainondelete(options.getRetainOnDelete() === true);
    }
    request.setDeletebeforereplace(options.getDeleteBeforeReplace() === true);
    request.setDeletebeforereplacedefined(options.hasDeleteBeforeReplace());
    request.setIgnorechangesList(options.getIgnoreChangesList());
    request.setReplaceonchangesList(options.getReplaceOnChangesList());
    request.setVersion(options.getVersion());
    request.setPlugindownloadurl(options.getPluginDownloadUrl());
    request.setAliasesList(options.getAliasesList());
    request.setAliasspecs(true);
    request.setProvider(options.getProvider());
    request.clearProvidersMap();
    options.getProvidersMap().forEach((value, key) => request.getProvidersMap().set(key, value));
    request.setCustomtimeouts(options.getCustomTimeouts());
    request.setDeletedwith(options.getDeletedWith());
    request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
    request.setImportid(options.getImport());
    request.setHidediffsList(options.getHideDiffList());
    request.setReplaceWithList(options.getReplaceWithList());
    request.setReplacementTrigger(options.getReplacementTrigger());
    request.setHooks(options.getHooks());
}
