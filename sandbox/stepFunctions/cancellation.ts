import { Stopped } from "./errors";

/** Cancels everything that waits within an execution or branch. */
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

    /** Call this when nothing can wait within any more. */
    detach(): void {
        this.parent?.listeners.delete(this.cancel);
    }

    /** Settles like the promise, unless this is cancelled first. The work itself continues: a call may be in progress. */
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
