import { type Clock } from "../clock";

/**
 * AWS's own time, learnt from the Date header of its answers. Whether a range is settled, and how old a task is, is
 * decided by it: the clock of the machine may be off by hours, and may be put right in the middle of a wait.
 */
export interface AwsTime {
    /** Milliseconds since 1970; before the first answer those of this machine. */
    now(): number;
    learn(dateHeader: string | undefined): void;
}

export function awsTime(clock: Clock): AwsTime {
    let offset: number | undefined;
    return {
        now: () => (offset === undefined ? Date.now() : clock.now() + offset),
        learn: (dateHeader) => {
            const time = Date.parse(dateHeader ?? "");
            if (!Number.isNaN(time)) offset = time - clock.now();
        },
    };
}
