import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { StateError, type Json } from "../../../sandbox/stepFunctions";
import { play, tasksFrom, type States } from "./support";

/** Its types are those of an ES module, and more than is needed here. */
const { StateMachine } = createRequire(__filename)("aws-local-stepfunctions") as {
    StateMachine: new (
        definition: object,
        options: object,
    ) => {
        run(input: Json, options: object): { readonly result: Promise<Json> };
    };
};

const resource = "arn:aws:states:::lambda:invoke";
const lambda = "arn:aws:lambda:us-east-1:123456789012:function:f";
const task = (more: object = {}) => ({ Type: "Task", Resource: resource, ...more });

class Named extends Error {
    constructor(name: string, message: string) {
        super(message);
        this.name = name;
    }
}

/** Fails with these errors in turn, then gives the number of the call. */
const answering =
    (...errors: string[]) =>
    (call: number): Json => {
        if (call < errors.length) throw new Named(errors[call], `cause ${call}`);
        return { call };
    };

interface Case {
    readonly states: States;
    readonly input: Json;
    readonly answer?: (call: number) => Json;
}

const item = { StartAt: "I", States: { I: { Type: "Pass", End: true } } };
const retry = { Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 1, MaxAttempts: 2 }] };

/** The features of both interpreters: neither paths nor expressions. */
const cases: Readonly<Record<string, Case>> = {
    "a chain of Pass, Wait and Succeed": {
        states: { P: { Type: "Pass", Next: "W" }, W: { Type: "Wait", Seconds: 0, Next: "S" }, S: { Type: "Succeed" } },
        input: { a: [1, null, "x"] },
    },
    "a failure": { states: { F: { Type: "Fail", Error: "Mine", Cause: "because" } }, input: {} },
    "branches side by side": {
        states: {
            P: {
                Type: "Parallel",
                Branches: [item, { StartAt: "J", States: { J: { Type: "Wait", Seconds: 0, End: true } } }],
                End: true,
            },
        },
        input: 7,
    },
    "a Map of its input": { states: { M: { Type: "Map", ItemProcessor: item, End: true } }, input: [1, 2, 3] },
    "a task": { states: { T: task({ End: true }) }, input: {}, answer: answering() },
    "a task that is retried": { states: { T: task({ ...retry, End: true }) }, input: {}, answer: answering("A", "A") },
    "a task that fails once too often": {
        states: { T: task({ ...retry, End: true }) },
        input: {},
        answer: answering("A", "A", "A"),
    },
    "an error that is caught": {
        states: {
            T: task({ ...retry, Catch: [{ ErrorEquals: ["States.ALL"], Next: "P" }], End: true }),
            P: { Type: "Pass", End: true },
        },
        input: {},
        answer: answering("B"),
    },
    "a branch that fails": {
        states: {
            P: {
                Type: "Parallel",
                Branches: [item, { StartAt: "F", States: { F: { Type: "Fail", Error: "Mine", Cause: "x" } } }],
                Catch: [{ ErrorEquals: ["Mine"], Next: "R" }],
                End: true,
            },
            R: { Type: "Pass", End: true },
        },
        input: {},
    },
};

/** It is written for Node.js 22, of which it needs only this. */
function withResolvers<T>() {
    let [resolve, reject]: ((value: never) => void)[] = [];
    const promise = new Promise<T>((onResolve, onReject) => ([resolve, reject] = [onResolve, onReject]));
    return { promise, resolve, reject };
}
if (!("withResolvers" in Promise)) Object.assign(Promise, { withResolvers });

/** With aws-local-stepfunctions, which speaks JSONPath: Tasks become its Lambda functions. */
async function elsewhere({ states, input, answer }: Case): Promise<Json> {
    const text = JSON.stringify({ StartAt: Object.keys(states)[0], States: states }).replaceAll(resource, lambda);
    let calls = 0;
    const run = new StateMachine(JSON.parse(text) as object, { validationOptions: { noValidate: true } }).run(input, {
        overrides: {
            taskResourceLocalHandlers: { T: () => Promise.resolve(answer?.(calls++)) },
            retryIntervalOverrides: { T: 0 },
        },
        noThrowOnAbort: true,
    });
    try {
        return await run.result;
    } catch (error) {
        const { name, message } = (error as Error).cause as Error;
        return { failed: name, message };
    }
}

async function here({ states, input, answer }: Case): Promise<Json> {
    const tasks = tasksFrom((_action, _parameters, call) => {
        try {
            return answer?.(call) ?? null;
        } catch (error) {
            throw new StateError((error as Error).name, (error as Error).message);
        }
    });
    const { status, output, error, cause } = await play(states, { input, tasks });
    return status === "SUCCEEDED" ? (output as Json) : { failed: error ?? "", message: cause ?? "" };
}

describe("this interpreter and aws-local-stepfunctions agree", () => {
    for (const [name, one] of Object.entries(cases)) {
        it(`on ${name}`, async () => assert.deepEqual(await here(one), await elsewhere(one)));
    }
});
