/** What runs state machines: an interpreter that a test has connected. Answers as the API does; throws AwsError. */
export interface StatesEngine {
    startExecution(input: { stateMachineArn: string; name?: string; input?: string }): object;
    describeExecution(executionArn: string): object;
    listExecutions(filter: { stateMachineArn?: string; statusFilter?: string }): object;
    stopExecution(input: { executionArn: string; error?: string; cause?: string }): object;
}
