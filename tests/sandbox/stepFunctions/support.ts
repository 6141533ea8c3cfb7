import assert from "node:assert/strict";
import { seededRandom } from "../../../sandbox/aws/random";
import {
    EventClock,
    Service,
    StateError,
    type Execution,
    type Json,
    type TaskCall,
    type Tasks,
} from "../../../sandbox/stepFunctions";

export const start = Date.parse("2026-11-20T00:00:00Z");
export const roleArn = "arn:aws:iam::123456789012:role/machine";

/** Answers every Task with a function of its action, its parameters and the number of earlier calls. */
export function tasksFrom(answer: (action: string, parameters: Json, call: number) => Json): Tasks {
    let calls = 0;
    return {
        refusal: () => undefined,
        call: ({ resource, parameters }: TaskCall) =>
            new Promise((resolve) => resolve(answer(resource.action, parameters, calls++))),
    };
}

const noTasks = tasksFrom((action) => {
    throw new StateError("Test.Unexpected", action);
});

export function newService(tasks: Tasks = noTasks, seed = 1): Service {
    const random = seededRandom(seed);
    return new Service({ clock: new EventClock(start), tasks, random, roundTripMilliseconds: () => 50 });
}

/** States as in a definition, unchecked: the interpreter validates them. */
export type States = Readonly<Record<string, object>>;

/** A machine of these states, the first of which it starts with; QueryLanguage is JSONata. */
export function machineOf(service: Service, States: States, more: object = {}): string {
    const definition = { QueryLanguage: "JSONata", StartAt: Object.keys(States)[0], States, ...more };
    return service.createStateMachine({ name: `machine${service.machines.size}`, roleArn, definition }).arn;
}

export interface PlayOptions {
    readonly input?: Json;
    readonly tasks?: Tasks;
    readonly seed?: number;
    readonly machine?: object;
}

/** Runs one execution of these states to its end. */
export async function play(states: States, { input = {}, tasks, seed, machine }: PlayOptions = {}): Promise<Execution> {
    const service = newService(tasks, seed);
    const execution = service.startExecution({ stateMachineArn: machineOf(service, states, machine), input });
    await service.run();
    return execution;
}

/** The output of an execution, which must succeed. */
export async function outputOf(states: States, options?: PlayOptions): Promise<Json | undefined> {
    const execution = await play(states, options);
    assert.equal(execution.status, "SUCCEEDED", `${execution.error}: ${execution.cause}`);
    return execution.output;
}

export function typesOf(execution: Execution): string[] {
    return execution.history.map(({ type }) => type);
}
