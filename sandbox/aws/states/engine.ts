/** Runs state machines. A test connects it. Returns the API's responses; throws AwsError. */
export interface StatesEngine {
    startExecution(input: { stateMachineArn: string; name?: string; input?: string }): object;
    describeExecution(executionArn: string): object;
    /** Newest first. */
    listExecutions(stateMachineArn: string): object;
    stopExecution(input: { executionArn: string; error?: string; cause?: string }): object;
}
