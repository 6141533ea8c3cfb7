/** What runs state machines: an interpreter that a test has connected. Answers as the API does; throws AwsError. */
export interface StatesEngine {
    startExecution(input: { stateMachineArn: string; name?: string; input?: string }): object;
    describeExecution(executionArn: string): object;
}
