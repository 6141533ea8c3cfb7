import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import type * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { Config } from "../config";
import type { StackName } from "../urn";

/** What a plugin needs to register resources of this run. */
export interface ConstructHost {
    readonly stack: StackName;
    readonly organization: string;
    readonly config: Config;
    readonly secretKeys: readonly string[];
    readonly preview: boolean;
    readonly parallel: number;
    readonly monitorAddress: () => string;
}

/** Asks a plugin to make a component that a program registers as remote (`Construct` in pkg/resource/deploy/source_eval.go). */
export function constructRequest(
    request: resource.RegisterResourceRequest,
    providers: ReadonlyMap<string, string>,
    host: ConstructHost,
): protocol.ConstructRequest {
    const asked = new protocol.ConstructRequest();
    asked.setProject(host.stack.project);
    asked.setStack(host.stack.stack);
    asked.setOrganization(host.organization);
    Object.entries(host.config).forEach(([key, value]) => asked.getConfigMap().set(key, value));
    asked.setConfigsecretkeysList([...host.secretKeys]);
    asked.setDryrun(host.preview);
    asked.setParallel(host.parallel);
    asked.setMonitorendpoint(host.monitorAddress());
    asked.setType(request.getType());
    asked.setName(request.getName());
    asked.setParent(request.getParent());
    asked.setInputs(request.getObject());
    asked.setProtect(request.getProtect() === true);
    providers.forEach((reference, pkg) => asked.getProvidersMap().set(pkg, reference));
    request.getPropertydependenciesMap().forEach((dependencies, name) => {
        const urns = new protocol.ConstructRequest.PropertyDependencies();
        urns.setUrnsList(dependencies.getUrnsList());
        asked.getInputdependenciesMap().set(name, urns);
    });
    asked.setAliasesList(request.getAliasesList());
    asked.setDependenciesList(request.getDependenciesList());
    asked.setAdditionalsecretoutputsList(request.getAdditionalsecretoutputsList());
    asked.setDeletedwith(request.getDeletedwith());
    asked.setIgnorechangesList(request.getIgnorechangesList());
    asked.setReplaceonchangesList(request.getReplaceonchangesList());
    asked.setRetainondelete(request.getRetainondelete() === true);
    asked.setAcceptsOutputValues(true);
    return asked;
}
