import type { Call } from "./call";
import { skewRefusal } from "./clockSkew";
import { AwsError, notEmulated } from "./errors";
import { effectOf, type FaultEffect, type Faults } from "../control/faults";
import { callerOf, expiredCredentials, isExpired, unsigned } from "./identity";
import { jsonAnswer, jsonError } from "./json";
import { runCloudWatch } from "../cloudwatch/operations";
import { runDynamoDb } from "../dynamodb/operations";
import { runEvents } from "../events/operations";
import { runIam } from "../iam/operations";
import { runKms } from "../kms/operations";
import { advanceTasks } from "../logs/exportRun";
import { logsErrors } from "../logs/errors";
import { runLogs } from "../logs/operations";
import type { Decision } from "../policy/decisions";
import type { Answer } from "../protocol";
import { queryAnswer } from "./query";
import type { RequestRecord } from "../control/requestLog";
import { s3Answer, s3Error } from "../s3/answer";
import { runScheduler } from "../scheduler/operations";
import type { Settings } from "../settings";
import { runSns } from "../sns/operations";
import type { StatesEngine } from "../states/engine";
import { runStates } from "../states/operations";
import { runSts, stsAnswer, stsError } from "../sts/operations";
import { runTagging } from "../tagging/operations";
import type { Throttle } from "./throttle";
import { parseRequest, type ParsedRequest, scopeOf, serviceOf } from "./parseRequest";
import { type RawRequest } from "./rawRequest";
import type { AwsState } from "../state";

/** The emulated AWS without HTTP: its state, its settings and its logs. */
export interface Emulator {
    readonly world: AwsState;
    readonly settings: Settings;
    readonly throttle: Throttle;
    readonly faults: Faults;
    readonly requests: RequestRecord[];
    /** What identity policies decided. */
    readonly decisions: Decision[];
    /** Runs state machines, if a test has connected an interpreter. */
    engine?: StatesEngine;
    readonly uuid: () => string;
    readonly now: () => number;
    readonly sleep: (milliseconds: number) => Promise<void>;
}

/** An answer, or no answer because of a fault. */
export type Reply = Answer | "drop" | "hang";

/** Handles a request: parses it, applies faults and throttling, then calls the service. */
export async function handle(emulator: Emulator, raw: RawRequest): Promise<Reply> {
    const requestId = emulator.uuid();
    const signed = scopeOf(raw);
    const service = serviceOf(raw, signed);
    const write = (error: AwsError) => writeError(error, service, requestId, raw.method);
    let request: ParsedRequest;
    try {
        if (service === "unknown") throw notEmulated("the service that the request was signed for");
        request = parseRequest(raw, service, signed);
    } catch (error) {
        const answer = write(asAwsError(error));
        record(emulator, { service, operation: "?", parameters: {} }, asAwsError(error).code, answer.status);
        return answer;
    }
    const { scope } = request;
    if (!scope) {
        const refusal = unsigned(request.service);
        record(emulator, request, refusal.code, refusal.status);
        return write(refusal);
    }

    const caller = callerOf(scope, emulator.world.keys, emulator.settings.accountId);
    const who = { region: scope.region, accountId: caller.accountId, accessKeyId: caller.accessKeyId };
    const effects = emulator.faults.effectsFor({ ...request, ...who });
    const done = (outcome: string, reply: Reply): Reply => {
        record(emulator, { ...request, ...who }, outcome, typeof reply === "string" ? 0 : reply.status);
        return reply;
    };
    const skew = effectOf(effects, "clockSkew")?.milliseconds ?? 0;
    const dated = (answer: Answer): Answer => ({
        ...answer,
        headers: { ...answer.headers, date: new Date(emulator.now() + skew).toUTCString() },
    });

    const delay = effectOf(effects, "delay");
    if (delay) await emulator.sleep(delay.milliseconds);
    const early = effects.find((effect) => "when" in effect && effect.when === "before");
    if (early?.kind === "drop") return done("dropped", "drop");
    if (early?.kind === "hang") return done("hung", "hang");

    const now = emulator.now();
    advanceTasks(emulator, now);
    const call: Call = {
        world: emulator.world,
        settings: emulator.settings,
        now,
        service: request.service,
        operation: request.operation,
        region: scope.region,
        caller,
        requestId,
        staleMilliseconds: effectOf(effects, "stale")?.milliseconds ?? 0,
        taskOverrides: effectOf(effects, "task"),
        sparedKeys: effectOf(effects, "spareKeys"),
        engine: emulator.engine,
        onDecision: (decision) => emulator.decisions.push(decision),
        uuid: emulator.uuid,
    };
    let answer: Answer;
    let outcome = "OK";
    try {
        checkAdmission(emulator, raw, request, call, effects);
        answer = run(call, request, raw);
    } catch (error) {
        const refusal = asAwsError(error);
        outcome = refusal.code;
        answer = refusal instanceof FaultError ? answerOf(refusal.effect, write) : write(refusal);
    }
    const late = effects.find((effect) => "when" in effect && effect.when === "after");
    if (late?.kind === "drop") return done(`${outcome}, dropped`, "drop");
    if (late?.kind === "hang") return done(`${outcome}, hung`, "hang");
    if (late?.kind === "error") return done(`${outcome}, ${late.code}`, dated(answerOf(late, write)));
    return done(outcome, dated(answer));
}

/** Refuses requests before they reach the operation: skewed clocks, expired credentials, error faults, throttling. */
function checkAdmission(
    emulator: Emulator,
    raw: RawRequest,
    request: ParsedRequest,
    call: Call,
    effects: FaultEffect[],
): void {
    const { service } = request;
    const skew = effectOf(effects, "clockSkew");
    const signedAt = raw.headers["x-amz-date"];
    const refusal =
        skew && typeof signedAt === "string" ? skewRefusal(service, signedAt, call.now + skew.milliseconds) : undefined;
    if (refusal) throw refusal;
    const key = emulator.world.keys[call.caller.accessKeyId];
    if (isExpired(key, call.now) || effectOf(effects, "expiredCredentials")) throw expiredCredentials(service);
    const error = effects.find((effect) => effect.kind === "error" && effect.when !== "after");
    if (error?.kind === "error") throw new FaultError(error);
    if (!emulator.throttle.admit(call.caller.accountId, call.region, service, call.operation, call.now)) {
        throw logsErrors.throttled();
    }
}

function run(call: Call, request: ParsedRequest, raw: RawRequest): Answer {
    switch (request.service) {
        case "logs":
            return jsonAnswer(runLogs(call, request.input), call.requestId);
        case "kms":
            return jsonAnswer(runKms(call, request.input), call.requestId);
        case "dynamodb":
            return jsonAnswer(runDynamoDb(call, request.input), call.requestId);
        case "monitoring":
            return jsonAnswer(runCloudWatch(call, request.input), call.requestId);
        case "events":
            return jsonAnswer(runEvents(call, request.input), call.requestId);
        case "states":
            return jsonAnswer(runStates(call, request.input), call.requestId);
        case "tagging":
            return jsonAnswer(runTagging(call, request.input), call.requestId);
        case "scheduler":
            return jsonAnswer(runScheduler(call, request.input), call.requestId);
        case "sns":
            return queryAnswer("sns", call.operation, runSns(call, request.input), call.requestId);
        case "iam":
            return queryAnswer("iam", call.operation, runIam(call, request.input), call.requestId);
        case "sts":
            return stsAnswer(call.operation, runSts(call, request.form), call.requestId);
        case "s3":
            return s3Answer(request.route.handle({ ...request.address, call, body: raw.body }), call.requestId);
    }
}

type ErrorEffect = Extract<FaultEffect, { kind: "error" }>;

/** An error that a fault asked for. */
class FaultError extends AwsError {
    constructor(readonly effect: ErrorEffect) {
        const { code, message = `${code}, injected by a test.`, status } = effect;
        super(code, message, status ?? 400);
    }
}

function answerOf(effect: ErrorEffect, write: (error: AwsError) => Answer): Answer {
    const answer = write(new FaultError(effect));
    return effect.empty ? { ...answer, headers: {}, body: "" } : answer;
}

function writeError(error: AwsError, service: string, requestId: string, method: string): Answer {
    if (service === "s3") return s3Error(error, requestId, method);
    if (service === "sts" || service === "sns" || service === "iam") return stsError(error, requestId);
    return jsonError(error, requestId);
}

/** A bug in the sandbox becomes a 500 response, which SDKs report with its message. */
function asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new AwsError("InternalFailure", `The sandbox failed: ${message}`, 500);
}

function record(
    emulator: Emulator,
    request: Pick<RequestRecord, "service" | "operation" | "parameters"> & Partial<RequestRecord>,
    outcome: string,
    status: number,
): void {
    const { service, operation, parameters, accountId = "", region = "", accessKeyId = "" } = request;
    emulator.requests.push({
        time: emulator.now(),
        service,
        operation,
        accountId,
        region,
        accessKeyId,
        parameters,
        outcome,
        status,
    });
}
