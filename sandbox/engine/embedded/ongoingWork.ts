/** Thrown if the run has stopped. */
export class Stopped extends Error {}

/** The running work of a run. After a stop nothing new starts, and the running work ends first. */
export class OngoingWork {
    private readonly work = new Set<Promise<unknown>>();
    private stopped = false;
    private halt: () => void = () => undefined;
    /** Resolves when the run stops before its end. */
    readonly halted = new Promise<undefined>((resolve) => (this.halt = () => resolve(undefined)));

    get isStopped(): boolean {
        return this.stopped;
    }

    assertRunning(): void {
        if (this.stopped) {
            throw new Stopped();
        }
    }

    stop(): void {
        this.stopped = true;
        this.halt();
    }

    async track<T>(work: Promise<T>): Promise<T> {
        this.work.add(work);
        try {
            return await work;
        } finally {
            this.work.delete(work);
        }
    }

    async settled(): Promise<void> {
        while (this.work.size > 0) {
            await Promise.allSettled(this.work);
        }
    }
}
