/** The state of a state machine. A StatesEngine runs it. */
export interface StateMachine {
    readonly arn: string;
    readonly name: string;
    readonly type: string;
    readonly creationDate: number;
    definition: string;
    roleArn: string;
    loggingConfiguration?: Readonly<Record<string, unknown>>;
    tracingConfiguration?: Readonly<Record<string, unknown>>;
    encryptionConfiguration?: Readonly<Record<string, unknown>>;
    readonly tags: Record<string, string>;
}
