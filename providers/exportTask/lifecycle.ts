import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { TaskListing } from "./run/adopt";
import { type Audience, audienceOf } from "./progress/displayMode";
import { type Aws, connect, environmentRegion } from "../aws/clients";
import { type Clock, realClock } from "../clock";
import { type Change, diffInputs, isUnfinished } from "./diff";
import { engineAddress, isEngineAlive } from "./engine";
import { type InputFailure, refuse } from "../validation/failure";
import { checkInputs, DATA_PROPERTIES, type ExportTaskInputs, type RawInputs, normalise, withDefaults } from "./inputs";
import { UNKNOWN } from "../validation/unknown";
import { type ExportTaskOutputs, outputsIn, type RecordedExport } from "./outputs";
import { newPace, type Pace } from "../aws/pace";
import { type Lines, linesOf, progressFor } from "./progress/progress";
import { removeExport } from "./run/remove";
import { outputsOf, resumeExport, runExport, UnfinishedExport, verify } from "./run/run";
import { checkSettled } from "./settleTime";
import { type Access, accessOf, awsConfig, type ReadConfig } from "../aws/access";
import { type ExportContext } from "./run/context";
import { phaseOf } from "../aws/task";

/** Everything that the lifecycle takes from outside; a test hands in its own. */
export interface Surroundings {
    readonly clock: Clock;
    readonly connect: (access: Access, pace: Pace) => Aws;
    readonly environmentRegion: (profile?: string) => Promise<string | undefined>;
    readonly linesOf: (urn: string) => Lines;
    readonly audience: () => Audience;
    readonly isEngineAlive: () => Promise<boolean>;
    readonly newClaim: () => string;
}

const REAL: Surroundings = {
    clock: realClock,
    connect,
    environmentRegion,
    linesOf,
    audience: audienceOf,
    isEngineAlive: () => isEngineAlive(engineAddress()),
    newClaim: () => randomUUID().slice(0, 8), // it tells apart the few that ever claim one task
};

type Recorded = Partial<RecordedExport> & Record<string, unknown>;

/**
 * What the engine calls, for every export of a run. The provider in users' states finds it under the frozen name
 * `pulumi-cloudwatch-logs-export/exportTask` and this function's name, so neither may ever change.
 */
export function lifecycle(config: Pick<dynamic.Config, "get">, surroundings: Surroundings = REAL) {
    const readConfig = awsConfig((key) => config.get(key));
    const listing = new TaskListing();
    const connections = new Map<string, Aws>();
    let known: Audience | undefined;
    const audience = () => (known ??= surroundings.audience());

    function contextOf(recorded: ExportTaskInputs): ExportContext {
        const inputs = withDefaults({ ...recorded }) as unknown as ExportTaskInputs;
        const access = accessOf(inputs, readConfig);
        const key = JSON.stringify(access);
        const aws = connections.get(key) ?? surroundings.connect(access, newPace(surroundings.clock));
        connections.set(key, aws);
        const { clock, isEngineAlive } = surroundings;
        const progress = progressFor(surroundings.linesOf(inputs.resourceUrn ?? ""), audience(), clock);
        return { inputs, aws, clock, isEngineAlive, progress };
    }

    return {
        async check(olds: RawInputs | undefined, news: RawInputs) {
            const inputs: Record<string, unknown> = { ...normalise(news) };
            inputs.region ??= await defaultRegion(inputs, readConfig, surroundings);
            const failures = [...checkInputs(withDefaults(inputs)), ...checkRegionGiven(inputs)];
            if (failures.length === 0 && isNewExport(olds ?? {}, inputs)) {
                failures.push(...checkSettled(withDefaults(inputs), surroundings.clock.now()));
            }
            return { inputs: definedOf(inputs), failures }; // the protocol has no word for undefined
        },

        diff(_id: string, olds: RawInputs, news: RawInputs): Promise<Change> {
            return Promise.resolve(diffInputs(olds, news));
        },

        async create(inputs: ExportTaskInputs) {
            const context = contextOf(inputs);
            await assertAccount(context);
            const outputs = await recordFailure(inputs, undefined, () =>
                runExport(context, listing, surroundings.newClaim()),
            ).finally(context.progress.arrived);
            return { id: outputs.taskId || "no-task", outs: recordOf(inputs, outputs) };
        },

        async update(id: string, olds: Recorded, news: ExportTaskInputs) {
            if (!isUnfinished(olds)) {
                return { outs: recordOf(news, outputsIn(olds)) };
            }
            const context = contextOf(news);
            await assertAccount(context);
            const outputs = await recordFailure(news, id, async () => {
                const known = outputsIn(olds);
                const resumed = known.taskId && (await resumeExport(context, listing, known, known.claim));
                return resumed || runExport(context, listing, surroundings.newClaim());
            }).finally(context.progress.arrived);
            return { outs: recordOf(news, outputs) };
        },

        async read(id: string, props: Recorded) {
            const isImport = props.taskId === undefined; // ExportTask.get, or pulumi import
            if (!isImport && !isUnfinished(props)) return { id, props };
            const inputs: Recorded = { ...normalise(props) };
            inputs.region ??= await defaultRegion(inputs, readConfig, surroundings);
            const taskId = props.taskId ?? id;
            const context = contextOf(inputs as ExportTaskInputs);
            const task = await context.aws.logs.findTask(taskId);
            if (!task) {
                if (!isImport) return { id, props };
                throw new Error(
                    `There is no export task ${taskId} in ${inputs.region}. The service lists only recent tasks; ` +
                        "check the ID, the Region and the account.",
                );
            }
            const { logGroupName, from, to, destination, destinationPrefix } = task;
            // Of an export that is declared its inputs tell; the first task of a log group begins before its range.
            const imported = isImport ? { logGroupName, from, to, destination, destinationPrefix } : {};
            const found = { ...inputs, ...definedOf(imported) };
            const known = found as ExportTaskInputs;
            const claim = props.claim ?? surroundings.newClaim();
            const outputs =
                phaseOf(task.status) === "completed"
                    ? await verify({ ...context, inputs: known }, task, claim).catch(unfinishedOutputs)
                    : outputsOf({ inputs: known }, task, claim);
            return { id, props: definedOf({ ...found, ...outputs }) };
        },

        async delete(_id: string, props: RecordedExport): Promise<void> {
            await removeExport(contextOf(props), props);
        },
    };
}

/** A refresh looks; it does not fail because of what it sees. */
function unfinishedOutputs(error: unknown): ExportTaskOutputs {
    if (error instanceof UnfinishedExport) return error.outputs;
    throw error;
}

/**
 * Makes an unfinished export a resource that is in the state but failed to initialise, which is how Pulumi comes back
 * to it. The inputs stand in its properties, because without them destroy could not find the task.
 */
async function recordFailure(
    inputs: ExportTaskInputs,
    id: string | undefined,
    run: () => Promise<ExportTaskOutputs>,
): Promise<ExportTaskOutputs> {
    try {
        return await run();
    } catch (error) {
        if (!(error instanceof UnfinishedExport)) throw error;
        throw Object.assign(new Error(error.message, { cause: error }), {
            id: id ?? error.outputs.taskId,
            reasons: [error.message],
            properties: recordOf(inputs, error.outputs),
        });
    }
}

/**
 * The whole record of an export, but for what only the inputs' own copy is asked for. Undefined values have no place in
 * Pulumi's wire format.
 */
function recordOf(inputs: ExportTaskInputs, outputs: ExportTaskOutputs): RecordedExport {
    const record: object = {
        ...inputs,
        ...outputs,
        resourceUrn: undefined,
        sourceAccounts: undefined,
        series: undefined,
    };
    return definedOf(record) as unknown as RecordedExport;
}

function definedOf(value: object): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}

async function defaultRegion(inputs: RawInputs, config: ReadConfig, surroundings: Surroundings) {
    const profile = typeof inputs.profile === "string" && inputs.profile !== UNKNOWN ? inputs.profile : undefined;
    return config("aws:region") ?? (await surroundings.environmentRegion(profile ?? config("aws:profile")));
}

function checkRegionGiven(inputs: RawInputs): InputFailure[] {
    if (inputs.region !== undefined) return [];
    const next = "Run `pulumi config set aws:region …`, set AWS_REGION, or give region.";
    return [refuse("region", undefined, "given, in stack config or in the environment", next)];
}

/** Whether this declaration would export something that the state does not hold yet. */
function isNewExport(olds: RawInputs, news: RawInputs): boolean {
    return DATA_PROPERTIES.some((name) => JSON.stringify(olds[name] ?? null) !== JSON.stringify(news[name] ?? null));
}

/** The bucket policy names accounts; an export from another would be refused with a message about the bucket. */
async function assertAccount({ inputs, aws }: ExportContext): Promise<void> {
    const { sourceAccounts } = inputs;
    if (!Array.isArray(sourceAccounts)) return;
    const { account, arn } = await aws.caller();
    if (sourceAccounts.includes(account)) return;
    throw new Error(
        `The export of ${inputs.logGroupName} would run as ${arn} in account ${account}, but the bucket policy names ` +
            `account ${sourceAccounts.join(", ")}. The roles of an aws.Provider cannot be read: give the export assumeRoleArn ` +
            "(a role in that account), or profile.",
    );
}
