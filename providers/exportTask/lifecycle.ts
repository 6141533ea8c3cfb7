import type { dynamic } from "@pulumi/pulumi";
import { type Access, accessOf } from "../aws/access";
import { awsConfig, configOf, type HandedConfig, type ReadConfig } from "../aws/configuration";
import { type Aws } from "../aws/clients";
import { loadClients } from "../aws/loadClients";
import { Outage, patientAws } from "../aws/patience";
import { TaskList } from "../aws/taskList";
import { phaseOf } from "../aws/task";
import { type Clock, realClock } from "../clock";
import { handlerOf } from "../handler";
import { isPluginProcess } from "../host";
import { type InputFailure, refuse } from "../validation/failure";
import { assertInputs } from "../validation/inputError";
import { UNKNOWN } from "../validation/unknown";
import { bounded, hiding } from "./boundary";
import { CheckedUrns } from "./checkedUrns";
import { accessChanges, type Change, diffInputs, isUnfinished } from "./diff";
import { engineAddress, isEngineAlive } from "./engine";
import { checkInputs, DATA_PROPERTIES, type ExportTaskInputs, type RawInputs, normalise, withDefaults } from "./inputs";
import { type ExportTaskOutputs, outputsIn, predecessorsOf, type RecordedExport } from "./outputs";
import { loadDiagnosis, loadRun } from "./loadRun";
import { type DisplayMode, chooseDisplayMode } from "./progress/displayMode";
import { type Lines, linesOf, progressFor } from "./progress/progress";
import { definedOf, recordedOutputs, recordFailure, recordOf } from "./record";
import { type ExportContext } from "./run/context";
import { newOwner } from "./run/owner";
import { Replacements } from "./run/replacements";
import { UnmarkedOwners } from "./run/unmarkedOwners";
import { Secrets } from "./secrets";
import { checkSettled } from "./settleTime";
import { fullUrn } from "./urn";

/** Everything that the lifecycle takes from outside; a test hands in its own. */
export interface Surroundings {
    readonly clock: Clock;
    /** Milliseconds since 1970 by the clock of this machine. */
    readonly wallTime: () => number;
    readonly connect: (access: Access, clock: Clock) => Aws;
    readonly environmentRegion: (config: ReadConfig, profile?: string) => Promise<string | undefined>;
    readonly linesOf: (urn: string) => Lines;
    readonly displayMode: () => DisplayMode;
    readonly isEngineAlive: () => Promise<boolean>;
    readonly newOwner: (urn: string) => string;
}

const REAL: Surroundings = {
    clock: realClock,
    wallTime: Date.now,
    connect: (...where) => loadClients().connect(...where),
    environmentRegion: (...where) => loadClients().environmentRegion(...where),
    linesOf,
    displayMode: chooseDisplayMode,
    isEngineAlive: () => isEngineAlive(engineAddress()),
    newOwner,
};

type Recorded = Partial<RecordedExport> & Record<string, unknown>;

/**
 * What the engine calls, for every export of a run.
 */
export function lifecycle(config: Pick<dynamic.Config, "get">, surroundings: Surroundings = REAL) {
    const { clock, isEngineAlive } = surroundings;
    const readConfig = awsConfig((key) => config.get(key));
    const connections = new Map<string, Aws>();
    const failuresOfConfig = new Map<string | undefined, InputFailure[]>();
    const taskLists = new Map<string, TaskList>();
    const replacements = new Replacements();
    const unmarkedOwners = new UnmarkedOwners();
    let known: DisplayMode | undefined;
    const displayMode = () => (known ??= surroundings.displayMode());
    const secrets = new Secrets();
    const urns = new CheckedUrns();
    const linesFor = (short = "") =>
        progressFor(hiding(surroundings.linesOf(short && fullUrn(short)), secrets), displayMode(), clock);

    function awsFor(inputs: Pick<ExportTaskInputs, "region" | "profile" | "assumeRoleArn"> & HandedConfig): Aws {
        const access = accessOf(inputs, configOf(inputs, readConfig));
        const key = JSON.stringify(access);
        const aws = connections.get(key) ?? surroundings.connect(access, clock);
        connections.set(key, aws);
        return aws;
    }

    /** Once for each config: exports of one program have the same. */
    function configFailures(inputs: HandedConfig): InputFailure[] {
        const failures = failuresOfConfig.get(inputs.awsConfig) ?? checkConfig(configOf(inputs, readConfig));
        failuresOfConfig.set(inputs.awsConfig, failures);
        return failures;
    }

    /** @param recorded the account in which the export was run, if it was. */
    async function contextOf(given: RawInputs, owner: string, recorded?: string): Promise<ExportContext> {
        const inputs = withDefaults(given) as unknown as ExportTaskInputs;
        const awsOnce = awsFor(inputs);
        const progress = linesFor(inputs.shortUrn);
        const aws = patientlyFor(inputs, progress);
        const { account, arn } = await aws.caller();
        if (recorded !== undefined && recorded !== account) throw wrongAccount(inputs, recorded, account, arn);
        const key = `${account}/${inputs.region}`;
        const tasks = taskLists.get(key) ?? new TaskList(() => aws.time());
        taskLists.set(key, tasks);
        const ofProcess = { tasks, clock, unmarkedOwners, isEngineAlive };
        return { ...ofProcess, inputs, aws, awsOnce, account, progress, owner, replaced: [] };
    }

    /** Runs or resumes an export, and says what an error of AWS was about. */
    async function run(given: ExportTaskInputs, owner: string, recorded?: Recorded): Promise<ExportTaskOutputs> {
        const progress = linesFor(given.shortUrn);
        try {
            const context = await contextOf({ ...given }, owner, recorded?.account);
            await assertAccount(context);
            const outputs = recorded?.taskId ? outputsIn(recorded) : undefined;
            const urn = given.shortUrn;
            if (recorded?.predecessors) replacements.expect(urn, recorded.predecessors);
            return await replacements.during(given, () =>
                loadRun().runExport({ ...context, replaced: replacements.of(urn) }, outputs),
            );
        } catch (error) {
            const { explainTrouble, isFromAws } = loadDiagnosis();
            throw isFromAws(error) ? explainTrouble(error, given) : error;
        } finally {
            await progress.arrived();
        }
    }

    /** The properties by which a declaration moves to another account. */
    async function accountChange(olds: Recorded, news: RawInputs): Promise<string[]> {
        const moved = accessChanges(olds, news);
        const isKnown = typeof news.region === "string" && news.region !== UNKNOWN;
        if (olds.account === undefined || moved.length === 0 || !isKnown) return [];
        // If it cannot be asked now, the update asks, and refuses.
        const caller = awsFor(withDefaults(news) as unknown as ExportTaskInputs).caller();
        const account = await caller.then((now) => now.account).catch(() => olds.account);
        return account === olds.account ? [] : moved;
    }

    /** Only a resource that deletes its objects, or did until now, is asked about them. */
    async function isDeletionBegun(
        olds: Recorded,
        { removalPolicy }: RawInputs,
        connection = awsFor,
    ): Promise<boolean> {
        const mayHaveBegun = removalPolicy === "delete" || olds.removalPolicy === "delete";
        if (!mayHaveBegun || !olds.taskId || !olds.destination) return false;
        const recorded = olds as RecordedExport;
        try {
            return await loadRun().isDeletionSeen(connection(recorded).s3, recorded);
        } catch (error) {
            if (error instanceof Outage) throw loadDiagnosis().explainTrouble(error, recorded, "checked");
            return false; // a preview needs no credentials
        }
    }

    /** The connection of an export whose outages are ridden out. */
    function patientlyFor(inputs: ExportTaskInputs, progress = linesFor(inputs.shortUrn)): Aws {
        return patientAws(awsFor(inputs), {
            clock,
            limitMs: inputs.retryTimeoutSeconds * 1000,
            onFailure: (text) => progress.report({ phase: "note", text }),
        });
    }

    const methods = {
        async check(olds: RawInputs | undefined, news: RawInputs) {
            const inputs: Record<string, unknown> = { ...normalise(news) };
            inputs.region ??= await defaultRegion(inputs, readConfig, surroundings);
            const failures = [
                ...checkInputs(withDefaults(inputs)),
                ...checkRegionGiven(inputs),
                ...configFailures(inputs),
            ];
            if (failures.length === 0 && isNewExport(olds ?? {}, inputs)) {
                failures.push(...checkSettled(withDefaults(inputs), surroundings.wallTime()));
            }
            replacements.declare(shortUrnOf(inputs));
            return { inputs: definedOf(urns.recorded(inputs)), failures };
        },

        async diff(_id: string, olds: Recorded, news: RawInputs): Promise<Change> {
            const change = diffInputs(olds, news);
            if (change.replaces.length === 0) change.replaces.push(...(await accountChange(olds, news)));
            if (change.replaces.length === 0) replacements.keep(shortUrnOf(news));
            else {
                const replaced = olds as RecordedExport;
                replacements.expect(shortUrnOf(news), predecessorsOf(replaced));
                const warning = await loadRun()
                    .warnOfLastCopy(awsFor(replaced), replaced, news)
                    .catch(() => undefined);
                if (warning) linesFor(shortUrnOf(news)).warn(warning);
            }
            const isSame = change.replaces.length === 0 && !change.changes;
            return isSame && (await isDeletionBegun(olds, news)) ? { ...change, changes: true } : change;
        },

        async create(inputs: ExportTaskInputs) {
            const outputs = await recordFailure(inputs, undefined, () =>
                run(inputs, surroundings.newOwner(inputs.shortUrn)),
            );
            return { id: outputs.taskId || "no-task", outs: recordOf(inputs, outputs) };
        },

        async update(id: string, olds: Recorded, news: ExportTaskInputs) {
            const owner = olds.owner || surroundings.newOwner(news.shortUrn);
            const outputs =
                isUnfinished(olds) ||
                (await isDeletionBegun(olds, { ...news }, () =>
                    patientlyFor(withDefaults({ ...news }) as unknown as ExportTaskInputs),
                ))
                    ? await recordFailure(news, id, () => run(news, owner, olds))
                    : outputsIn(olds);
            return { outs: recordOf(news, outputs) };
        },

        async read(id: string, props: Recorded) {
            const isImport = props.taskId === undefined; // ExportTask.get, or pulumi import
            if (!isImport && !isUnfinished(props)) return { id, props: recordedOutputs(props) };
            const inputs: Recorded = { ...normalise(props) };
            inputs.region ??= await defaultRegion(inputs, readConfig, surroundings);
            assertInputs(`The export task ${id}`, checkRegionGiven(inputs));
            const context = await contextOf(inputs, props.owner ?? "", props.account);
            const found = await loadRun().inspect(context, props.taskId ?? id, isImport);
            return { id, props: recordedOutputs({ ...inputs, ...found }) };
        },

        async delete(_id: string, props: RecordedExport): Promise<void> {
            const isActive = phaseOf(props.status) === "active";
            if (!isActive && props.removalPolicy !== "delete") return;
            const context = await contextOf({ ...props }, props.owner, props.account);
            const fate = props.removalPolicy === "delete" ? replacements.fateOf(props) : undefined;
            if (fate?.is === "failed") {
                throw new Error(
                    `The objects under ${props.uri} are not deleted yet: what replaces them is not complete.`,
                );
            }
            if (fate?.is === "expected" && phaseOf(props.status) === "completed") {
                // deleteBeforeReplace
                context.progress.warn(
                    `The objects under ${props.uri} are kept, although removalPolicy is "delete": they are to be deleted before ` +
                        "the export that replaces them is made, so it is not known whether that holds as much.",
                );
                return;
            }
            await loadRun().removeExport(context, props, fate?.replacement);
        },
    };
    return bounded(methods, secrets, urns);
}

function wrongAccount(inputs: ExportTaskInputs, recorded: string, account: string, arn: string): Error {
    return new Error(
        `The export of ${inputs.logGroupName} is in account ${recorded}, but the credentials are those of ${arn} in account ` +
            `${account}. Use credentials of account ${recorded} (profile, assumeRoleArn, stack config or environment). To export ` +
            "the log group of the other account, declare another export.",
    );
}

const shortUrnOf = ({ shortUrn }: RawInputs) => (typeof shortUrn === "string" ? shortUrn : "");

async function defaultRegion(inputs: RawInputs, config: ReadConfig, surroundings: Surroundings) {
    const profile = typeof inputs.profile === "string" && inputs.profile !== UNKNOWN ? inputs.profile : undefined;
    return config("aws:region") ?? (await surroundings.environmentRegion(config, profile));
}

function checkRegionGiven(inputs: RawInputs): InputFailure[] {
    if (inputs.region !== undefined) return [];
    const namespace = isPluginProcess() ? "cloudwatch-logs-export" : "aws";
    const next = `Run \`pulumi config set ${namespace}:region …\`, set AWS_REGION, or give region.`;
    return [refuse("region", undefined, "given, in stack config or in the environment", next)];
}

/** What is wrong with the stack's configuration: it is read again, and would fail, when the export is run. */
function checkConfig(config: ReadConfig): InputFailure[] {
    try {
        accessOf({ region: "" }, config);
        return [];
    } catch (error) {
        return [{ property: "stack config", reason: (error as Error).message }];
    }
}

/** Whether this declaration would export something that the state does not hold yet. */
function isNewExport(olds: RawInputs, news: RawInputs): boolean {
    return DATA_PROPERTIES.some((name) => JSON.stringify(olds[name] ?? null) !== JSON.stringify(news[name] ?? null));
}

/**
 * The bucket policy, a log group's ARN and an explicit provider name accounts. An export from another account would be
 * refused with a message about the bucket, or would export the log group of that name in the other account.
 */
async function assertAccount({ inputs, aws }: ExportContext): Promise<void> {
    const { accounts } = inputs;
    if (!Array.isArray(accounts)) return;
    const { account, arn } = await aws.caller();
    if (accounts.includes(account)) return;
    throw new Error(
        `The export of ${inputs.logGroupName} would run as ${arn} in account ${account}, but the bucket policy names ` +
            `account ${accounts.join(", ")}, or the log group's ARN or the explicit provider does. The roles of an ` +
            "aws.Provider cannot be read: give the export assumeRoleArn " +
            "(a role in that account), or profile.",
    );
}

/**
 * The provider in users' states finds it under the frozen name `pulumi-cloudwatch-logs-export/exportTask` and as `handler`,
 * the name that Pulumi calls.
 */
export const handler = handlerOf(lifecycle);
