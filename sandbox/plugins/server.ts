import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { channelOptions, fromStruct as allOfStruct, handle, serve, toStruct } from "../engine/embedded/rpc";
import { restorePaths } from "../engine/propertyPath";
import { nameOf, typeOf } from "../engine/urn";
import { revealSecrets, unknownValue, type PropertyMap } from "../engine/values";
import type { Package, Refusal, ResourceType } from "./definition";
import { checkInputs, differingInputs, inputsFor, isDefault, withoutDefaultsKey } from "./inputs";

/** The properties, without those that are null. A null means no value, as in the real providers. */
function fromStruct(struct: Struct | undefined): PropertyMap {
    return Object.fromEntries(Object.entries(allOfStruct(struct)).filter(([, value]) => value !== null));
}

/** Serves a package over the provider protocol, and prints the port on the first line of output. */
export function servePlugin<Context>(pkg: Package<Context>): void {
    const server = new grpc.Server(channelOptions);
    const service = handlers(pkg);
    server.addService(ResourceProviderService, service as grpc.UntypedServiceImplementation);
    serve(server).then(
        (address) => console.log(address.split(":")[1]),
        (error: unknown) => {
            console.error(error);
            process.exit(1);
        },
    );
}

function handlers<Context>(pkg: Package<Context>): Partial<IResourceProviderServer> {
    let configured: Promise<Context> | undefined;
    const context = (): Promise<Context> => {
        if (!configured) {
            throw new Error(`The stand-in for ${pkg.name} was called before it was configured.`);
        }
        return configured;
    };
    const typeFor = (urn: string): ResourceType<Context> => {
        const token = typeOf(urn);
        const type = pkg.resources[token];
        if (!type) {
            throw new Error(
                `The sandbox's stand-in for ${pkg.name} has no resource type ${token}. It has ` +
                    `${Object.keys(pkg.resources).join(", ")}.`,
            );
        }
        return type;
    };
    return {
        handshake: handle(() => Promise.resolve(new protocol.ProviderHandshakeResponse())),
        getPluginInfo: handle(() => {
            const info = new PluginInfo();
            info.setVersion(pkg.version);
            return Promise.resolve(info);
        }),
        getSchema: handle(() => Promise.reject(new Error(`The stand-in for ${pkg.name} has no schema.`))),
        attach: handle(() => Promise.resolve(new Empty())),
        cancel: handle(() => Promise.resolve(new Empty())),
        checkConfig: handle((request: protocol.CheckRequest) => {
            const response = new protocol.CheckResponse();
            response.setInputs(request.getNews());
            return Promise.resolve(response);
        }),
        diffConfig: handle((request: protocol.DiffRequest) => {
            const changed = differingInputs(fromStruct(request.getOldInputs()), fromStruct(request.getNews()));
            return Promise.resolve(diffResponse(changed, [], false));
        }),
        configure: handle((request: protocol.ConfigureRequest) => {
            configured = pkg.configure(revealSecrets(fromStruct(request.getArgs())));
            const response = new protocol.ConfigureResponse();
            response.setSupportspreview(true);
            return configured.then(() => response);
        }),
        check: handle((request: protocol.CheckRequest) => {
            const name = nameOf(request.getUrn());
            const type = typeFor(request.getUrn());
            const random = (): string =>
                Buffer.from(request.getRandomseed_asU8()).toString("hex").slice(0, 7) || "0000000";
            const { inputs, refusals } = checkInputs(
                type,
                name,
                fromStruct(request.getNews()),
                fromStruct(request.getOlds()),
                random,
            );
            const response = new protocol.CheckResponse();
            response.setInputs(toStruct(inputs));
            response.setFailuresList(refusals.map(failure));
            return Promise.resolve(response);
        }),
        diff: handle(async (request: protocol.DiffRequest) => {
            const type = typeFor(request.getUrn());
            const before = fromStruct(request.getOldInputs());
            const { inputs: after } = restorePaths(
                fromStruct(request.getNews()),
                before,
                request.getIgnorechangesList(),
            );
            const moved = isInAnotherRegion(pkg, await context(), fromStruct(request.getOlds()), after);
            const changed = [...differingInputs(before, after), ...(moved ? ["region"] : [])];
            const replaces = changed.filter((key) => key === "region" || !type.update || type.replaceOn.includes(key));
            const name = type.autoName?.property;
            const fixedName = name !== undefined && !isDefault(after, name) && !changed.includes(name);
            return diffResponse(changed, replaces, replaces.length > 0 && fixedName);
        }),
        create: handle(async (request: protocol.CreateRequest) => {
            const type = typeFor(request.getUrn());
            const inputs = withoutDefaultsKey(fromStruct(request.getProperties()));
            const response = new protocol.CreateResponse();
            if (request.getPreview()) {
                const computed = type.computed.filter((key) => !(key in inputs)).map((key) => [key, unknownValue]);
                response.setProperties(toStruct({ ...inputs, ...(Object.fromEntries(computed) as PropertyMap) }));
                return response;
            }
            const { id, outputs } = await type.create(await context(), inputs);
            response.setId(id);
            response.setProperties(toStruct({ ...inputs, ...outputs, id }));
            return response;
        }),
        read: handle(async (request: protocol.ReadRequest) => {
            const type = typeFor(request.getUrn());
            const state = fromStruct(request.getProperties());
            const outputs = await type.read(await context(), request.getId(), state);
            const response = new protocol.ReadResponse();
            if (outputs) {
                response.setId(request.getId());
                response.setProperties(toStruct({ ...state, ...outputs, id: request.getId() }));
                const before = fromStruct(request.getInputs());
                response.setInputs(toStruct(inputsFor(before, { ...before, ...outputs })));
            }
            return response;
        }),
        update: handle(async (request: protocol.UpdateRequest) => {
            const type = typeFor(request.getUrn());
            const inputs = withoutDefaultsKey(fromStruct(request.getNews()));
            const before = fromStruct(request.getOlds());
            const response = new protocol.UpdateResponse();
            const updated =
                request.getPreview() || !type.update
                    ? {}
                    : await type.update(await context(), request.getId(), inputs, before);
            response.setProperties(toStruct({ ...before, ...inputs, ...updated, id: request.getId() }));
            return response;
        }),
        delete: handle(async (request: protocol.DeleteRequest) => {
            const type = typeFor(request.getUrn());
            await type.delete(await context(), request.getId(), fromStruct(request.getProperties()));
            return new Empty();
        }),
        invoke: handle(async (request: protocol.InvokeRequest) => {
            const answer = pkg.functions[request.getTok()];
            if (!answer) {
                throw new Error(
                    `The sandbox's stand-in for ${pkg.name} has no function ${request.getTok()}. It has ` +
                        `${Object.keys(pkg.functions).join(", ")}.`,
                );
            }
            const response = new protocol.InvokeResponse();
            response.setReturn(toStruct(await answer(await context(), fromStruct(request.getArgs()))));
            return response;
        }),
        call: refused(pkg.name, "Call"),
        construct: refused(pkg.name, "Construct"),
        parameterize: refused(pkg.name, "Parameterize"),
        getMapping: handle(() => Promise.resolve(new protocol.GetMappingResponse())),
        getMappings: handle(() => Promise.resolve(new protocol.GetMappingsResponse())),
    };
}

/** Whether the provider's Region differs from the Region in which the resource was created. */
function isInAnotherRegion<Context>(
    pkg: Package<Context>,
    context: Context,
    state: PropertyMap,
    inputs: PropertyMap,
): boolean {
    const before = state.region;
    const after = pkg.regionOf?.(context, inputs);
    return typeof before === "string" && after !== undefined && before !== after && inputs.region === undefined;
}

function diffResponse(changed: readonly string[], replaces: readonly string[], first: boolean): protocol.DiffResponse {
    const response = new protocol.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = protocol.DiffResponse.DiffChanges;
    response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
    response.setDiffsList([...changed]);
    response.setReplacesList([...replaces]);
    response.setDeletebeforereplace(first);
    return response;
}

function failure({ property, reason }: Refusal): protocol.CheckFailure {
    const result = new protocol.CheckFailure();
    result.setProperty(property);
    result.setReason(reason);
    return result;
}

function refused(name: string, what: string): grpc.handleUnaryCall<unknown, never> {
    return handle(() => Promise.reject(new Error(`The sandbox's stand-in for ${name} does not support ${what}.`)));
}
