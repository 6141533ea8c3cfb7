/** A schedule of EventBridge Scheduler. It never starts by itself; a test starts its target. */
export interface Schedule {
    readonly arn: string;
    readonly name: string;
    readonly groupName: string;
    readonly creationDate: number;
    readonly lastModificationDate: number;
    readonly given: Readonly<Record<string, unknown>>;
}

export interface ScheduleGroup {
    readonly arn: string;
    readonly name: string;
    readonly creationDate: number;
    readonly tags: Record<string, string>;
}
