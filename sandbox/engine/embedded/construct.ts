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

/** The request to construct a component that a program registers as remote (`Construct` in pkg/resource/deploy/source_eval.go). */
export function constructRequest(
    request: resource.RegisterResourceRequest,
    providers: ReadonlyMap<string, string>,
    host: ConstructHost,
): protocol.ConstructRequest {
    const result = new protocol.ConstructRequest();
    result.setProject(host.stack.project);
    result.setStack(host.stack.stack);
    result.setOrganization(host.organization);
    Object.entries(host.config).forEach(([key, value]) => result.getConfigMap().set(key, value));
    result.setConfigsecretkeysList([...host.secretKeys]);
    result.setDryrun(host.preview);
    result.setParallel(host.parallel);
    result.setMonitorendpoint(host.monitorAddress());
    result.setType(request.getType());
    result.setName(request.getName());
    result.setParent(request.getParent());
    result.setInputs(request.getObject());
    result.setProtect(request.getProtect() === true);
    providers.forEach((reference, pkg) => result.getProvidersMap().set(pkg, reference));
    request.getPropertydependenciesMap().forEach((dependencies, name) => {
        const urns = new protocol.ConstructRequest.PropertyDependencies();
        urns.setUrnsList(dependencies.getUrnsList());
        result.getInputdependenciesMap().set(name, urns);
    });
    result.setAliasesList(request.getAliasesList());
    result.setDependenciesList(request.getDependenciesList());
    result.setAdditionalsecretoutputsList(request.getAdditionalsecretoutputsList());
    result.setDeletedwith(request.getDeletedwith());
    result.setIgnorechangesList(request.getIgnorechangesList());
    result.setReplaceonchangesList(request.getReplaceonchangesList());
    result.setRetainondelete(request.getRetainondelete() === true);
    result.setAcceptsOutputValues(true);
    return result;
}
