import type { Call } from "../http/call";
import { AwsError, notEmulated } from "../http/errors";
import { authorizePassRole } from "../iam/passRole";
import { arnOf, runOperation, type Input, type Operation } from "../http/operations";
import { partitionOf } from "../partition";
import type { StatesEngine } from "./engine";
import type { StateMachine } from "./stateMachine";

interface StatesInput {
    readonly name?: string;
    readonly stateMachineArn?: string;
    readonly executionArn?: string;
    readonly resourceArn?: string;
    readonly definition?: string;
    readonly roleArn?: string;
    readonly type?: string;
    readonly loggingConfiguration?: StateMachine["loggingConfiguration"];
    readonly tracingConfiguration?: StateMachine["tracingConfiguration"];
    readonly encryptionConfiguration?: StateMachine["encryptionConfiguration"];
    readonly tags?: readonly { key: string; value: string }[];
    readonly tagKeys?: readonly string[];
    readonly input?: string;
}

const settings = ["definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"];
const resource: Operation["resource"] = (call, input) =>
    String(input.stateMachineArn ?? input.resourceArn ?? input.executionArn ?? machineArn(call, input.name));

export const operations: Readonly<Record<string, Operation>> = {
    CreateStateMachine: { parameters: ["name", "type", "tags", ...settings], resource, run: createStateMachine },
    DescribeStateMachine: { parameters: ["stateMachineArn"], resource, run: describeStateMachine },
    UpdateStateMachine: { parameters: ["stateMachineArn", ...settings], resource, run: updateStateMachine },
    DeleteStateMachine: { parameters: ["stateMachineArn"], resource, run: deleteStateMachine },
    TagResource: { parameters: ["resourceArn", "tags"], resource, run: tagResource },
    UntagResource: { parameters: ["resourceArn", "tagKeys"], resource, run: untagResource },
    StartExecution: {
        parameters: ["stateMachineArn", "name", "input"],
        resource,
        run: (call, input: never) => engineOf(call).startExecution(input),
    },
    DescribeExecution: {
        parameters: ["executionArn"],
        resource,
        run: (call, input: StatesInput) => engineOf(call).describeExecution(input.executionArn ?? ""),
    },
    ListExecutions: {
        parameters: ["stateMachineArn"],
        resource,
        run: (call, input: StatesInput) => engineOf(call).listExecutions(machineOf(call, input).arn),
    },
    StopExecution: {
        parameters: ["executionArn", "error", "cause"],
        resource,
        run: (call, input: never) => engineOf(call).stopExecution(input),
    },
};

export function runStates(call: Call, input: Input): object {
    return runOperation("states", operations, call, input);
}

function engineOf({ engine, operation }: Call): StatesEngine {
    if (!engine) throw notEmulated(`Step Functions ${operation} without an interpreter`);
    return engine;
}

function machineArn(call: Call, name: unknown): string {
    return arnOf(call, partitionOf(call.region), "states", `stateMachine:${String(name)}`);
}

function machineOf(call: Call, { stateMachineArn, resourceArn }: StatesInput): StateMachine {
    const arn = stateMachineArn ?? resourceArn ?? "";
    const machine = call.world.stateMachines[arn];
    if (!machine) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return machine;
}

function checkedDefinition(text: string | undefined): string {
    try {
        const { StartAt } = JSON.parse(text ?? "") as { StartAt?: unknown };
        if (typeof StartAt === "string") return text ?? "";
    } catch {
        // Refused below, like any other text that is not a definition.
    }
    throw new AwsError("InvalidDefinition", "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION'");
}

function createStateMachine(call: Call, input: StatesInput): object {
    const arn = machineArn(call, input.name);
    if (call.world.stateMachines[arn]) {
        throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
    }
    authorizePassRole(call, input.roleArn, "states.amazonaws.com");
    call.world.stateMachines[arn] = {
        arn,
        name: input.name ?? "",
        type: input.type ?? "STANDARD",
        creationDate: call.now,
        definition: checkedDefinition(input.definition),
        roleArn: input.roleArn ?? "",
        loggingConfiguration: input.loggingConfiguration,
        tracingConfiguration: input.tracingConfiguration,
        encryptionConfiguration: input.encryptionConfiguration,
        tags: Object.fromEntries((input.tags ?? []).map(({ key, value }) => [key, value])),
    };
    return { stateMachineArn: arn, creationDate: call.now / 1000 };
}

function describeStateMachine(call: Call, input: StatesInput): object {
    const machine = machineOf(call, input);
    const { arn: stateMachineArn, name, type, definition, roleArn } = machine;
    const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = machine;
    const configurations = { loggingConfiguration, tracingConfiguration, encryptionConfiguration };
    const creationDate = machine.creationDate / 1000;
    return { stateMachineArn, name, type, definition, roleArn, status: "ACTIVE", creationDate, ...configurations };
}

function updateStateMachine(call: Call, input: StatesInput): object {
    const machine = machineOf(call, input);
    if (input.definition !== undefined) machine.definition = checkedDefinition(input.definition);
    if (input.roleArn !== undefined) authorizePassRole(call, input.roleArn, "states.amazonaws.com");
    machine.roleArn = input.roleArn ?? machine.roleArn;
    machine.loggingConfiguration = input.loggingConfiguration ?? machine.loggingConfiguration;
    machine.tracingConfiguration = input.tracingConfiguration ?? machine.tracingConfiguration;
    return { updateDate: call.now / 1000 };
}

function deleteStateMachine(call: Call, { stateMachineArn = "" }: StatesInput): object {
    delete call.world.stateMachines[stateMachineArn];
    return {};
}

function tagResource(call: Call, input: StatesInput): object {
    for (const { key, value } of input.tags ?? []) machineOf(call, input).tags[key] = value;
    return {};
}

function untagResource(call: Call, input: StatesInput): object {
    for (const key of input.tagKeys ?? []) delete machineOf(call, input).tags[key];
    return {};
}
