import * as grpc from "@grpc/grpc-js";
import type * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { Alias as ProtoAlias } from "@pulumi/pulumi/proto/alias_pb";
import type { Alias } from "../aliases";
import { hashAssets } from "../assets";
import { parseDuration, type Goal } from "../goal";
import { isUrn } from "../urn";
import { downgradeOutputs, outputDependencies, withDependencies } from "../values";
import { fromStruct, RpcError, toStruct } from "./rpc";

/** Converts a registration to a goal, except its provider, which the monitor resolves. Refuses what is not supported. */
export function goalFrom(request: resource.RegisterResourceRequest, programDirectory: string): Goal {
    refuse(request);
    const unhashed = fromStruct(request.getObject());
    const raw = hashAssets(unhashed, programDirectory, (what) =>
        notSupported(`${what} (used by ${request.getName()})`),
    );
    const isTransformed = request.getTransformsList().length > 0;
    const propertyDependencies = Object.fromEntries(
        Object.entries(raw).map(([key, value]) => {
            const declared = isTransformed ? [] : declaredDependencies(request, key);
            return [key, [...new Set([...declared, ...outputDependencies(value)])]];
        }),
    );
    const dependencies = new Set([
        ...request.getDependenciesList(),
        ...(isTransformed ? Object.values(propertyDependencies).flat() : []),
    ]);
    const timeouts = request.getCustomtimeouts();
    return {
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        inputs: downgradeOutputs(raw),
        parent: request.getParent(),
        protect: request.hasProtect() ? request.getProtect() : undefined,
        retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
        deleteBeforeReplace:
            request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()
                ? request.getDeletebeforereplace()
                : undefined,
        deletedWith: request.getDeletedwith(),
        dependencies: [...dependencies],
        propertyDependencies,
        provider: request.getProvider(),
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        hideDiff: request.getHidediffsList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: [
            ...request.getAliasurnsList().map((urn) => ({ urn })),
            ...request.getAliasesList().map((alias) => aliasFrom(alias, request.getAliasspecs())),
        ],
        customTimeouts: {
            create: parseDuration(timeouts?.getCreate() ?? ""),
            update: parseDuration(timeouts?.getUpdate() ?? ""),
            delete: parseDuration(timeouts?.getDelete() ?? ""),
        },
    };
}

function declaredDependencies(request: resource.RegisterResourceRequest, key: string): string[] {
    const byProperty = request.getPropertydependenciesMap();
    return byProperty.get(key)?.getUrnsList() ?? (byProperty.getLength() === 0 ? request.getDependenciesList() : []);
}

/**
 * The values themselves carry their dependencies to the resource's own transforms: afterwards only those count that they
 * still carry.
 */
export function carryDependencies(request: resource.RegisterResourceRequest): void {
    const properties = Object.entries(fromStruct(request.getObject())).map(([key, value]) => [
        key,
        withDependencies(value, declaredDependencies(request, key)),
    ]);
    request.setObject(toStruct(Object.fromEntries(properties)));
}

/** Children inherit `protect` and similar options from their parent, before any transform sees them. */
export function inheritOptions(request: resource.RegisterResourceRequest, parent: Goal | undefined): void {
    if (!parent) {
        return;
    }
    if (request.getDeletedwith() === "") {
        request.setDeletedwith(parent.deletedWith);
    }
    if (!request.hasProtect() && parent.protect !== undefined) {
        request.setProtect(parent.protect);
    }
    if (!request.hasRetainondelete() && parent.retainOnDelete !== undefined) {
        request.setRetainondelete(parent.retainOnDelete);
    }
}

/** Resources, reads and functions can all name the place of their plugin. */
export function refusePluginDownload(request: { getPlugindownloadurl(): string }, subject: string): void {
    if (request.getPlugindownloadurl() !== "") {
        throw notSupported(`the resource option pluginDownloadURL (used by ${subject})`);
    }
}

function refuse(request: resource.RegisterResourceRequest): void {
    refusePluginDownload(request, `${request.getName()}, a ${request.getType()}`);
    const unsupported: Record<string, boolean> = {
        "the resource option import": request.getImportid() !== "",
        "the resource option hooks": request.hasHooks(),
        "the resource option replaceWith": request.getReplaceWithList().length > 0,
        "the resource option replacementTrigger": request.hasReplacementTrigger(),
        "the resource option envVarMappings": request.getEnvvarmappingsMap().getLength() > 0,
        "parameterized packages": request.getPackageref() !== "",
        "state migrations": request.getStateMigrationsList().length > 0,
        "making a stack reference": request.getType() === "pulumi:pulumi:StackReference",
    };
    const [asked] = Object.entries(unsupported).find(([, used]) => used) ?? [];
    if (asked) {
        throw notSupported(`${asked} (used by ${request.getName()}, a ${request.getType()})`);
    }
}

export function notSupported(what: string): RpcError {
    return new RpcError(
        grpc.status.UNIMPLEMENTED,
        `The sandbox's embedded engine does not support ${what}. Use --engine pulumi for it.`,
    );
}

function aliasFrom(alias: ProtoAlias, wellFormed: boolean): Alias {
    const spec = alias.getSpec();
    if (!spec) {
        assertUrn(alias.getUrn(), "invalid alias URN");
        return { urn: alias.getUrn() };
    }
    if (spec.getParenturn() !== "") {
        assertUrn(spec.getParenturn(), "invalid parent alias URN");
    }
    const parts = {
        name: spec.getName(),
        type: spec.getType(),
        stack: spec.getStack(),
        project: spec.getProject(),
        parent: spec.getParenturn(),
        noParent: spec.getNoparent(),
    };
    // Older Node SDKs invert "no parent". The real engine corrects it in the same way.
    return wellFormed || parts.parent !== "" ? parts : { ...parts, noParent: !parts.noParent };
}

function assertUrn(text: string, otherwise: string): void {
    if (!isUrn(text)) {
        const why = text === "" ? "missing required URN" : `invalid URN ${JSON.stringify(text)}`;
        throw new RpcError(grpc.status.INVALID_ARGUMENT, `${otherwise}: ${why}`);
    }
}
