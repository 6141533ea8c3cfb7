import { Stopped } from "./errors";

/** What a stopped execution, or a failed branch, ends: everything that waits within it. */
export class Cancellation {
    private readonly listeners = new Set<() => void>();
    private isCancelled = false;

    constructor(private readonly parent?: Cancellation) {
        parent?.listeners.add(this.cancel);
        if (parent?.isCancelled) this.isCancelled = true;
    }

    readonly cancel = (): void => {
        this.isCancelled = true;
        for (const listener of [...this.listeners]) listener();
        this.detach();
    };

    /** Once nothing can wait within any more. */
    detach(): void {
        this.parent?.listeners.delete(this.cancel);
    }

    /** What the promise becomes, unless this is cancelled first. The work itself goes on: an answer may be under way. */
    race<T>(promise: Promise<T>, giveUp?: () => void): Promise<T> {
        return new Promise((resolve, reject) => {
            const stop = (): void => {
                this.listeners.delete(stop);
                giveUp?.();
                reject(new Stopped());
            };
            if (this.isCancelled) return stop();
            this.listeners.add(stop);
            const settle =
                <V>(how: (value: V) => void) =>
                (value: V): void => {
                    this.listeners.delete(stop);
                    how(value);
                };
            promise.then(settle(resolve), settle(reject));
        });
    }
}
