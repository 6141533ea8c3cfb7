import { authorizeIdentity } from "./authorize";
import type { Call } from "./call";
import { notEmulated } from "./errors";
import type { Context } from "../policy/conditions";

/** One operation of a service: its parameters, its IAM resource and context, and its implementation. */
export interface Operation {
    /** Every other parameter is refused by name. */
    readonly parameters: readonly string[];
    /** The ARN that its permission applies to. Without it, the operation authorizes itself. */
    readonly resource?: (call: Call, input: Input) => string;
    /** The service's own condition keys, in lower case. */
    readonly context?: (input: Input) => Context;
    readonly run: (call: Call, input: never) => object;
}

export type Input = Readonly<Record<string, unknown>>;

/** Runs an operation of a service; `service` is its IAM prefix. */
export function runOperation(
    service: string,
    operations: Readonly<Record<string, Operation>>,
    call: Call,
    input: Input,
): object {
    const operation = findOperation(service, operations, call, input);
    if (operation.resource) {
        const resource = operation.resource(call, input);
        authorizeIdentity(call, `${service}:${call.operation}`, resource, operation.context?.(input));
    }
    return operation.run(call, input as never);
}

/** The operation of a call. Refuses operations and parameters that are not emulated. */
export function findOperation(
    service: string,
    operations: Readonly<Record<string, Operation>>,
    call: Call,
    input: Input,
): Operation {
    const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
    if (!operation) throw notEmulated(`${service} ${call.operation}`);
    const unknown = Object.keys(input).find((name) => input[name] !== null && !operation.parameters.includes(name));
    if (unknown) throw notEmulated(`the parameter ${unknown} of ${service} ${call.operation}`);
    return operation;
}

/** `arn:aws:service:region:account:rest` of the caller. */
export function arnOf({ region, caller }: Call, partition: string, service: string, rest: string): string {
    return `arn:${partition}:${service}:${region}:${caller.accountId}:${rest}`;
}
