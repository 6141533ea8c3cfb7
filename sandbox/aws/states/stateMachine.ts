/** A state machine as the state keeps it; what runs it is elsewhere. */
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
