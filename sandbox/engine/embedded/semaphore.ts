/** Limits concurrency. Waiting work starts in order. */
export class Semaphore {
    private free: number;
    private readonly waiting: (() => void)[] = [];

    constructor(slots: number) {
        this.free = slots;
    }

    async run<T>(work: () => Promise<T>): Promise<T> {
        if (this.free > 0) {
            this.free -= 1;
        } else {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
        }
        try {
            return await work();
        } finally {
            const next = this.waiting.shift();
            if (next) {
                next();
            } else {
                this.free += 1;
            }
        }
    }
}
