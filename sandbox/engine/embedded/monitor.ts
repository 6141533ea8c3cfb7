import * as grpc from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService, type IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Config } from "../config";
import { hashAssets } from "../assets";
import type { Goal } from "../goal";
import { isProviderType, makeReference, packageOf, providerType, type StackName } from "../urn";
import { downgradeOutputs, makeSecret, revealSecrets, type PropertyMap } from "../values";
import type { Deployment, Registered } from "./deployment";
import { constructRequest } from "./construct";
import { dynamicPackage } from "./launchPlugin";
import type { ProviderRegistry } from "./providerRegistry";
import { carryDependencies, goalFrom, inheritOptions, notSupported, refusePluginDownload } from "./requests";
import { fromStruct, handle, messageOf, RpcError, toStruct } from "./rpc";
import { Transforms } from "./transforms";
import { Stopped } from "./ongoingWork";

export interface MonitorOptions {
    readonly stack: StackName;
    readonly programDirectory: string;
    readonly organization: string;
    readonly config: Config;
    readonly secretKeys: readonly string[];
    readonly preview: boolean;
    readonly parallel: number;
    readonly deployment: Deployment;
    readonly registry: ProviderRegistry;
    /** The address of this monitor. */
    readonly monitorAddress: () => string;
}

const Feature = resource.ResourceMonitorFeature;
const features = {
    secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
    resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    transforms: Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
    // Not supported. They are declared so that the engine refuses them by name. Otherwise the SDK asks the user to update
    // the Pulumi CLI, or ignores the option.
    replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
    replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
    invokeTransforms: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
    parameterization: Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
    resourceHooks: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
    errorHooks: Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
    stateMigrations: Feature.RESOURCE_MONITOR_FEATURE_STATE_MIGRATIONS,
};

/** `Result` of resource.proto; the shipped typings lack SKIP. */
const resultCodes: Readonly<Record<Registered["result"], resource.Result>> = {
    success: resource.Result.SUCCESS,
    failed: resource.Result.FAIL,
    skipped: 2 as resource.Result,
};

/** The service that a program registers its resources with (pkg/resource/deploy/source_eval.go). */
export class Monitor {
    /** Resolves when the program has registered everything. */
    readonly programDone: Promise<void>;
    private signalDone: () => void = () => undefined;
    private closed: Promise<never>;
    private close: () => void = () => undefined;
    private runEnded: Promise<void>;
    private endRun: () => void = () => undefined;
    private readonly goals = new Map<string, Goal>();
    private readonly componentProviders = new Map<string, ReadonlyMap<string, string>>();
    private readonly defaultProviders = new Map<string, Promise<string>>();
    private readonly transforms = new Transforms();

    constructor(private readonly options: MonitorOptions) {
        this.programDone = new Promise((resolve) => (this.signalDone = resolve));
        this.runEnded = new Promise((resolve) => (this.endRun = resolve));
        this.closed = new Promise((_, reject) => {
            this.close = () => reject(new RpcError(grpc.status.UNAVAILABLE, "resource monitor shut down"));
        });
        this.closed.catch(() => undefined);
    }

    addTo(server: grpc.Server): void {
        const service: Partial<IResourceMonitorServer> = {
            getDeploymentInfo: handle(() => Promise.resolve(this.deploymentInfo())),
            supportsFeature: handle((request: resource.SupportsFeatureRequest) => {
                const answer = new resource.SupportsFeatureResponse();
                answer.setHassupport(request.getId() in features);
                return Promise.resolve(answer);
            }),
            registerResource: handle((request: resource.RegisterResourceRequest) =>
                this.orClosed(() => this.register(request)),
            ),
            readResource: handle((request: resource.ReadResourceRequest) => this.orClosed(() => this.read(request))),
            registerResourceOutputs: handle((request: resource.RegisterResourceOutputsRequest) =>
                this.orClosed(() => this.registerOutputs(request)),
            ),
            invoke: handle((request: resource.ResourceInvokeRequest) => this.orClosed(() => this.invoke(request))),
            registerStackTransform: handle((callback: Callback) => {
                this.transforms.addForStack(callback);
                return Promise.resolve(new Empty());
            }),
            signalAndWaitForShutdown: handle(async () => {
                this.signalDone();
                await this.runEnded;
                return new Empty();
            }),
            call: this.refused("Call"),
            registerStackInvokeTransform: this.refused("invoke transforms"),
            registerResourceHook: this.refused("resource hooks"),
            registerErrorHook: this.refused("error hooks"),
            registerPackage: this.refused("parameterized packages"),
        };
        server.addService(ResourceMonitorService, service as grpc.UntypedServiceImplementation);
    }

    /** Rejects the calls that still wait for an answer. */
    shutDown(): void {
        this.endRun();
        this.close();
        this.transforms.close();
    }

    private async orClosed<T>(work: () => Promise<T>): Promise<T> {
        const answer = work().catch((error: unknown) => {
            if (error instanceof RpcError && error.code === grpc.status.UNIMPLEMENTED) {
                // The engine reports it, even if the program catches the error.
                return this.options.deployment.refuse(error);
            }
            return error instanceof Stopped ? this.closed : Promise.reject(error);
        });
        return Promise.race([answer, this.closed]);
    }

    private refused(what: string): grpc.handleUnaryCall<unknown, never> {
        return handle(() => this.orClosed(() => Promise.reject<never>(notSupported(what))));
    }

    private deploymentInfo(): resource.DeploymentInfo {
        const info = new resource.DeploymentInfo();
        info.setProject(this.options.stack.project);
        info.setStack(this.options.stack.stack);
        info.setOrganization(this.options.organization);
        Object.entries(this.options.config).forEach(([key, value]) => info.getConfigMap().set(key, value));
        info.setConfigsecretkeysList([...this.options.secretKeys]);
        info.setDryrun(this.options.preview);
        info.setParallel(this.options.parallel);
        info.setSupportedfeaturesList(Object.values(features));
        return info;
    }

    private async register(request: resource.RegisterResourceRequest): Promise<resource.RegisterResourceResponse> {
        const ownTransforms = request.getTransformsList();
        const parent = request.getParent();
        inheritOptions(request, this.goals.get(parent));
        if (ownTransforms.length > 0) {
            carryDependencies(request);
        }
        if ((request.getCustom() || request.getRemote()) && !isProviderType(request.getType())) {
            request.setProvider(this.namedProvider(request));
        }
        await this.transforms.apply(request);
        const stated = goalFrom(request, this.options.programDirectory);
        const providers = new Map(request.getProvidersMap().entries());
        if (!stated.custom) {
            this.componentProviders.get(parent)?.forEach((value, key) => {
                if (!providers.has(key)) {
                    providers.set(key, value);
                }
            });
        }
        if (request.getRemote()) {
            return this.construct(request, stated, providers);
        }
        const goal: Goal = { ...stated, ...(await this.providerFor(request, stated)) };
        const { state, result } = await this.options.deployment.register(goal);
        this.goals.set(state.urn, goal);
        this.transforms.remember(state.urn, parent, ownTransforms);
        if (!goal.custom) {
            this.componentProviders.set(state.urn, providers);
        }
        const answer = new resource.RegisterResourceResponse();
        answer.setUrn(state.urn);
        answer.setId(state.id ?? "");
        answer.setObject(toStruct(goal.custom ? this.readable(state.outputs, request.getAcceptsecrets()) : {}));
        answer.setResult(resultCodes[result]);
        return answer;
    }

    private async registerOutputs(request: resource.RegisterResourceOutputsRequest): Promise<Empty> {
        const { programDirectory, deployment } = this.options;
        const refuse = (what: string) => notSupported(`${what} (used by ${request.getUrn()})`);
        const outputs = hashAssets(downgradeOutputs(fromStruct(request.getOutputs())), programDirectory, refuse);
        await deployment.registerOutputs(request.getUrn(), outputs);
        return new Empty();
    }

    /** Makes a remote component. Its plugin registers the component and its children. */
    private async construct(
        request: resource.RegisterResourceRequest,
        goal: Goal,
        providers: ReadonlyMap<string, string>,
    ): Promise<resource.RegisterResourceResponse> {
        const reference = await this.providerOf(request, goal);
        const asked = constructRequest(request, providers, this.options);
        const made = await this.options.deployment.construct(goal, () =>
            this.options.registry.get(reference).construct(asked),
        );
        const answer = new resource.RegisterResourceResponse();
        answer.setUrn(made.getUrn());
        answer.setObject(toStruct(downgradeOutputs(fromStruct(made.getState()))));
        answer.setResult(resultCodes.success);
        made.getStatedependenciesMap().forEach((dependencies, name) => {
            const urns = new resource.RegisterResourceResponse.PropertyDependencies();
            urns.setUrnsList(dependencies.getUrnsList());
            answer.getPropertydependenciesMap().set(name, urns);
        });
        return answer;
    }

    private readable(outputs: PropertyMap | undefined, acceptSecrets: boolean): PropertyMap {
        return acceptSecrets ? (outputs ?? {}) : revealSecrets(outputs ?? {});
    }

    /** A provider resource's plugin version, or another resource's provider. */
    private async providerFor(request: resource.RegisterResourceRequest, goal: Goal): Promise<Partial<Goal>> {
        if (isProviderType(goal.type)) {
            const version = request.getVersion();
            return { provider: "", inputs: version === "" ? goal.inputs : { ...goal.inputs, version } };
        }
        return { provider: goal.custom ? await this.providerOf(request, goal) : "" };
    }

    private async providerOf(request: resource.RegisterResourceRequest, goal: Goal): Promise<string> {
        return goal.provider || this.defaultProvider(packageOf(goal.type), request.getVersion());
    }

    /** The provider that the resource names or inherits. Transforms see it, and may take it away. */
    private namedProvider(request: resource.RegisterResourceRequest): string {
        const pkg = packageOf(request.getType());
        return request.getProvider() || request.getProvidersMap().get(pkg) || this.inherited(request.getParent(), pkg);
    }

    private inherited(parent: string, pkg: string): string {
        const fromComponent = this.componentProviders.get(parent)?.get(pkg);
        if (fromComponent) {
            return fromComponent;
        }
        const parentsOwn = this.goals.get(parent)?.provider ?? "";
        return parentsOwn.includes(`::${providerType(pkg)}::`) ? parentsOwn : "";
    }

    private defaultProvider(pkg: string, version: string): Promise<string> {
        const key = `${pkg}@${version}`;
        let reference = this.defaultProviders.get(key);
        if (!reference) {
            reference = this.registerDefaultProvider(pkg, version);
            this.defaultProviders.set(key, reference);
        }
        return reference;
    }

    private async registerDefaultProvider(pkg: string, version: string): Promise<string> {
        const { state } = await this.options.deployment.register({
            type: providerType(pkg),
            name: version === "" ? "default" : `default_${version.replace(/[.+-]/g, "_")}`,
            custom: true,
            inputs: { ...this.packageConfig(pkg), ...(version === "" ? {} : { version }) },
            parent: "",
            protect: undefined,
            retainOnDelete: undefined,
            deleteBeforeReplace: undefined,
            deletedWith: "",
            dependencies: [],
            propertyDependencies: {},
            provider: "",
            ignoreChanges: [],
            replaceOnChanges: [],
            hideDiff: [],
            additionalSecretOutputs: [],
            aliases: [],
            customTimeouts: {},
        });
        return makeReference(state.urn, state.id ?? "");
    }

    /** The package's own configuration; a dynamic provider gets all of it, under full keys. */
    private packageConfig(pkg: string): PropertyMap {
        const whole = pkg === dynamicPackage;
        const own = Object.entries(this.options.config).filter(([key]) => whole || key.startsWith(`${pkg}:`));
        return Object.fromEntries(
            own.map(([key, value]) => [
                whole ? key : key.slice(pkg.length + 1),
                this.options.secretKeys.includes(key) ? makeSecret(value) : value,
            ]),
        );
    }

    private unhashed(struct: Struct | undefined, subject: string): PropertyMap {
        return hashAssets(downgradeOutputs(fromStruct(struct)), undefined, (what) =>
            notSupported(`${what} (used by ${subject})`),
        );
    }

    private async read(request: resource.ReadResourceRequest): Promise<resource.ReadResourceResponse> {
        const type = request.getType();
        refusePluginDownload(request, `${request.getName()}, a ${type}`);
        const pkg = packageOf(type);
        const parent = request.getParent();
        const state = await this.options.deployment.read({
            id: request.getId(),
            type,
            name: request.getName(),
            parent,
            provider: request.getProvider() || (await this.defaultProvider(pkg, request.getVersion())),
            inputs: this.unhashed(request.getProperties(), request.getName()),
            dependencies: request.getDependenciesList(),
            additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        });
        const answer = new resource.ReadResourceResponse();
        answer.setUrn(state.urn);
        answer.setProperties(toStruct(this.readable(state.outputs, request.getAcceptsecrets())));
        return answer;
    }

    private async invoke(request: resource.ResourceInvokeRequest): Promise<resource.ResourceInvokeResponse> {
        const token = request.getTok();
        refusePluginDownload(request, token);
        const pkg = packageOf(token);
        const args = this.unhashed(request.getArgs(), token);
        const answer = new resource.ResourceInvokeResponse();
        if (token === "pulumi:pulumi:getResource") {
            const urn = String(args.urn);
            const state = this.options.deployment.states.get(urn);
            if (!state) {
                throw new Error(`unknown resource ${urn}`);
            }
            answer.setReturn(toStruct({ urn, id: state.id ?? "", state: state.outputs ?? {} }));
            return answer;
        }
        if (pkg === "pulumi") {
            throw notSupported(`the function ${token}`);
        }
        const reference = request.getProvider() || (await this.defaultProvider(pkg, request.getVersion()));
        const { result, failures } = await this.options.registry
            .get(reference)
            .invoke(token, args, this.options.preview)
            .catch((error: unknown) => {
                throw new Error(`invocation of ${token} returned an error: ${messageOf(error)}`, { cause: error });
            });
        answer.setReturn(toStruct(result));
        answer.setFailuresList(
            failures.map(({ property, reason }) => {
                const failure = new CheckFailure();
                failure.setProperty(property);
                failure.setReason(reason);
                return failure;
            }),
        );
        return answer;
    }
}
