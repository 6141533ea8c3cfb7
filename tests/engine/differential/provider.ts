import * as grpc from "@grpc/grpc-js";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Sequence, Trouble } from "./sequence";
import { asStatus, at, Failure, nameOf, plain, properties, type Properties, same } from "./wire";

/** One call of the provider, with everything that the engine sent. */
export interface Call {
    readonly method: string;
    readonly name: string;
    readonly [argument: string]: unknown;
}

/**
 * The provider of the package `rec`, in this process: both engines connect to it (PULUMI_DEBUG_PROVIDERS). It writes down
 * what it is asked. What a resource does depends on its inputs:
 *   value, tags: changes update      place: changes replace      first: deletes before it replaces
 *   mode: what a diff says: "keys" (default), "detailed", "silent" (unknown), "vague" (changed, but not what)
 */
export class RecordingProvider {
    readonly calls: Call[] = [];
    private trouble: Readonly<Record<string, Trouble>> = {};
    private about: Sequence["provider"] = { acceptSecrets: true, supportsPreview: true };
    private readonly counts = new Map<string, number>();
    private readonly server = new grpc.Server();

    private constructor() {
        this.server.addService(ResourceProviderService, this.service());
    }

    static async start(): Promise<{ provider: RecordingProvider; port: number }> {
        const provider = new RecordingProvider();
        const port = await new Promise<number>((resolve, reject) =>
            provider.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
                error ? reject(error) : resolve(bound),
            ),
        );
        return { provider, port };
    }

    /** Forgets the previous sequence. */
    begin(about: Sequence["provider"]): void {
        this.about = about;
        this.counts.clear();
    }

    /** Forgets the previous operation's calls. */
    expect(trouble: Readonly<Record<string, Trouble>>): void {
        this.trouble = trouble;
        this.calls.length = 0;
    }

    stop(): void {
        this.server.forceShutdown();
    }

    private service(): grpc.UntypedServiceImplementation {
        const unary =
            <Request, Response>(answer: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> =>
            (call, callback) => {
                try {
                    callback(null, answer(call.request));
                } catch (error) {
                    callback(asStatus(error));
                }
            };
        const unimplemented = unary(() => {
            throw new Failure("not implemented", grpc.status.UNIMPLEMENTED);
        });
        return {
            handshake: unimplemented,
            parameterize: unimplemented,
            getSchema: unimplemented,
            construct: unimplemented,
            call: unimplemented,
            getMapping: unimplemented,
            getMappings: unimplemented,
            list: unimplemented,
            attach: unary(() => new Empty()),
            cancel: unary(() => new Empty()),
            getPluginInfo: unary(() => new PluginInfo()),
            checkConfig: unary((request: protocol.CheckRequest) => this.check("checkConfig", request)),
            diffConfig: unary((request: protocol.DiffRequest) => this.diff("diffConfig", request)),
            configure: unary((request: protocol.ConfigureRequest) => this.configure(request)),
            check: unary((request: protocol.CheckRequest) => this.check("check", request)),
            diff: unary((request: protocol.DiffRequest) => this.diff("diff", request)),
            create: unary((request: protocol.CreateRequest) => this.create(request)),
            read: unary((request: protocol.ReadRequest) => this.read(request)),
            update: unary((request: protocol.UpdateRequest) => this.update(request)),
            delete: unary((request: protocol.DeleteRequest) => this.delete(request)),
            invoke: unary((request: protocol.InvokeRequest) => this.invoke(request)),
        };
    }

    private configure(request: protocol.ConfigureRequest): protocol.ConfigureResponse {
        this.calls.push({ method: "configure", name: request.getName() ?? "", args: properties(request.getArgs()) });
        const answer = new protocol.ConfigureResponse();
        answer.setAcceptsecrets(this.about.acceptSecrets);
        answer.setAcceptresources(this.about.acceptResources ?? true);
        answer.setSupportspreview(this.about.supportsPreview);
        return answer;
    }

    private check(method: string, request: protocol.CheckRequest): protocol.CheckResponse {
        const name = nameOf(request.getUrn());
        const [olds, news] = [properties(request.getOlds()), properties(request.getNews())];
        this.calls.push({ method, name, olds, news });
        this.failOn("check", name);
        const answer = new protocol.CheckResponse();
        const refused = this.trouble[name]?.refuses;
        if (refused !== undefined) {
            const failure = new protocol.CheckFailure();
            failure.setProperty("value");
            failure.setReason(refused);
            answer.setFailuresList([failure]);
        }
        const own: Properties = method === "check" ? { auto: olds.auto ?? `auto-${this.count(`auto ${name}`)}` } : {};
        answer.setInputs(Struct.fromJavaScript({ ...news, ...own }));
        return answer;
    }

    private diff(method: string, request: protocol.DiffRequest): protocol.DiffResponse {
        const name = nameOf(request.getUrn());
        const [olds, news] = [properties(request.getOldInputs()), properties(request.getNews())];
        this.calls.push({
            method,
            name,
            id: request.getId(),
            olds,
            outputs: properties(request.getOlds()),
            news,
            ignoreChanges: request.getIgnorechangesList(),
        });
        this.failOn("diff", name);
        const { DiffChanges } = protocol.DiffResponse;
        const { Kind } = protocol.PropertyDiff;
        const answer = new protocol.DiffResponse();
        const ignored = new Set(request.getIgnorechangesList());
        const paths = ["value", "place", "tags.t", "tags.u", "extra"].filter(
            (path) => !ignored.has(path) && !ignored.has(path.split(".")[0]) && !same(at(olds, path), at(news, path)),
        );
        const keys = [...new Set(paths.map((path) => path.split(".")[0]))];
        const mode = plain(news.mode);
        answer.setChanges(keys.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
        if (keys.includes("place")) answer.setReplacesList(["place"]);
        if (mode === "silent") answer.setChanges(DiffChanges.DIFF_UNKNOWN);
        if (mode === undefined || mode === "keys") answer.setDiffsList(keys);
        if (mode === "detailed") {
            answer.setHasdetaileddiff(true);
            for (const path of paths) {
                const difference = new protocol.PropertyDiff();
                difference.setKind(path === "place" ? Kind.UPDATE_REPLACE : Kind.UPDATE);
                answer.getDetaileddiffMap().set(path, difference);
            }
        }
        answer.setDeletebeforereplace(plain(news.first) === true);
        return answer;
    }

    private create(request: protocol.CreateRequest): protocol.CreateResponse {
        const name = nameOf(request.getUrn());
        const inputs = properties(request.getProperties());
        const preview = request.getPreview();
        this.calls.push({ method: "create", name, inputs, preview, timeout: request.getTimeout() });
        this.failOn("create", name);
        const answer = new protocol.CreateResponse();
        if (preview) {
            answer.setProperties(Struct.fromJavaScript(inputs));
            return answer;
        }
        const id = `${name}-${this.count(`id ${name}`)}`;
        const outputs = { ...inputs, made: id };
        this.initOn(name, id, outputs);
        answer.setId(id);
        answer.setProperties(Struct.fromJavaScript(outputs));
        return answer;
    }

    private read(request: protocol.ReadRequest): protocol.ReadResponse {
        const name = nameOf(request.getUrn());
        const id = request.getId();
        const [inputs, outputs] = [properties(request.getInputs()), properties(request.getProperties())];
        this.calls.push({ method: "read", name, id, inputs, outputs });
        this.failOn("read", name);
        const answer = new protocol.ReadResponse();
        const drift = this.trouble[name]?.drift;
        if (drift === "gone") return answer;
        const changed: Properties = drift === "changed" ? { value: "drifted" } : {};
        const found = Object.keys(outputs).length === 0 ? { value: `read ${id}`, made: id } : outputs;
        this.initOn(name, id, { ...found, ...changed }, { ...inputs, ...changed });
        answer.setId(id);
        answer.setInputs(Struct.fromJavaScript({ ...inputs, ...changed }));
        answer.setProperties(Struct.fromJavaScript({ ...found, ...changed }));
        return answer;
    }

    private update(request: protocol.UpdateRequest): protocol.UpdateResponse {
        const name = nameOf(request.getUrn());
        const [outputs, news] = [properties(request.getOlds()), properties(request.getNews())];
        const preview = request.getPreview();
        this.calls.push({
            method: "update",
            name,
            id: request.getId(),
            olds: properties(request.getOldInputs()),
            outputs,
            news,
            preview,
            ignoreChanges: request.getIgnorechangesList(),
            timeout: request.getTimeout(),
        });
        this.failOn("update", name);
        const answer = new protocol.UpdateResponse();
        const updated: Properties = { ...news, ...("made" in outputs ? { made: outputs.made } : {}) };
        if (!preview) this.initOn(name, request.getId(), updated);
        answer.setProperties(Struct.fromJavaScript(updated));
        return answer;
    }

    private delete(request: protocol.DeleteRequest): Empty {
        const name = nameOf(request.getUrn());
        this.calls.push({
            method: "delete",
            name,
            id: request.getId(),
            inputs: properties(request.getOldInputs()),
            outputs: properties(request.getProperties()),
            timeout: request.getTimeout(),
        });
        this.failOn("delete", name);
        return new Empty();
    }

    private invoke(request: protocol.InvokeRequest): protocol.InvokeResponse {
        const args = properties(request.getArgs());
        this.calls.push({ method: "invoke", name: request.getTok(), args, preview: request.getPreview() });
        const answer = new protocol.InvokeResponse();
        if (args.refuse !== undefined) {
            const failure = new protocol.CheckFailure();
            failure.setProperty("refuse");
            failure.setReason("it must not be set");
            answer.setFailuresList([failure]);
            return answer;
        }
        if (args.fail !== undefined) throw new Failure("the function failed");
        answer.setReturn(Struct.fromJavaScript(args));
        return answer;
    }

    private count(what: string): number {
        const next = (this.counts.get(what) ?? 0) + 1;
        this.counts.set(what, next);
        return next;
    }

    private failOn(method: keyof NonNullable<Trouble["fails"]>, name: string): void {
        const message = this.trouble[name]?.fails?.[method];
        if (message !== undefined) throw new Failure(message);
    }

    private initOn(name: string, id: string, outputs: Properties, inputs?: Properties): void {
        const reasons = this.trouble[name]?.unhealthy;
        if (reasons === undefined) return;
        const failed = new protocol.ErrorResourceInitFailed();
        failed.setId(id);
        failed.setProperties(Struct.fromJavaScript(outputs));
        if (inputs) failed.setInputs(Struct.fromJavaScript(inputs));
        failed.setReasonsList([...reasons]);
        throw new Failure("not started", grpc.status.UNKNOWN, failed);
    }
}
