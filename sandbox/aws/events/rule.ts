/** A rule of EventBridge with its targets. */
export interface EventRule {
    readonly arn: string;
    readonly name: string;
    readonly eventBusName: string;
    eventPattern?: string;
    description?: string;
    state: string;
    roleArn?: string;
    readonly tags: Record<string, string>;
    /** By ID. */
    readonly targets: Record<string, Readonly<Record<string, unknown>>>;
}

/** An event that was put on a bus. */
export interface SentEvent {
    readonly at: number;
    readonly id: string;
    readonly eventBusName: string;
    readonly source: string;
    readonly detailType: string;
    readonly detail: string;
    readonly resources: readonly string[];
}
