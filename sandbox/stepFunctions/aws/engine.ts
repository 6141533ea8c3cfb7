import type { StatesEngine } from "../../aws/states/engine";
import { AwsError } from "../../aws/http/errors";
import type { Execution } from "../execution";
import type { Json } from "../json";
import type { Service } from "../service";

/** Lets the emulated AWS start and show executions of this interpreter: `aws.connect(statesEngine(service))`. */
export function statesEngine(service: Service): StatesEngine {
    const answered = <T>(work: () => T): T => {
        try {
            return work();
        } catch (error) {
            const { name, message } = error as Error;
            throw /^(StateMachineDoesNotExist|ExecutionAlreadyExists)$/.test(name)
                ? new AwsError(name, message)
                : error;
        }
    };
    const executionOf = (arn: string): Execution => {
        const execution = service.executions.find((one) => one.arn === arn);
        if (!execution) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
        return execution;
    };
    return {
        startExecution: ({ stateMachineArn, name, input = "{}" }) => {
            const given = JSON.parse(input) as Json;
            const execution = answered(() => service.startExecution({ stateMachineArn, name, input: given }));
            return { executionArn: execution.arn, startDate: execution.startDate / 1000 };
        },
        describeExecution: (arn) => ({ ...summary(executionOf(arn)), ...details(executionOf(arn)) }),
        listExecutions: (machineArn) => ({
            executions: service.executions
                .filter(({ machine }) => machine.arn === machineArn)
                .map(summary)
                .reverse(),
        }),
        stopExecution: ({ executionArn, error, cause }) => {
            const execution = executionOf(executionArn);
            service.stopExecution(execution, error, cause);
            return { stopDate: (execution.stopDate ?? 0) / 1000 };
        },
    };
}

function summary({ arn, machine, name, status, startDate, stopDate, redriveCount }: Execution): object {
    return {
        executionArn: arn,
        stateMachineArn: machine.arn,
        name,
        status,
        startDate: startDate / 1000,
        ...(stopDate !== undefined && { stopDate: stopDate / 1000 }),
        redriveCount,
    };
}

function details({ input, output, error, cause }: Execution): object {
    return {
        input: JSON.stringify(input),
        ...(output !== undefined && { output: JSON.stringify(output) }),
        ...(error !== undefined && { error, cause }),
    };
}
