import { type LogsApi } from "./logs";
import { phaseOf, type Task } from "./task";

/** The most by which the service's listing of tasks lags behind: for so long a task may be missing from it. */
export const LISTING_LAG_MS = 120_000;

/**
 * The export tasks of an account and Region, for all exports of a process: it is listed once, listed again only for
 * who needs to know better, and exports that ask at the same time share an answer.
 */
export class TaskList {
    private readonly tasks = new Map<string, Task>();
    private readonly asked = new Map<string, Promise<Task | undefined>>();
    private listing?: Promise<void>;
    private begun = -Infinity;

    /** @param time AWS's own time. */
    constructor(private readonly time: () => number) {}

    /** When the last listing began, in AWS's time: it shows every task that was created LISTING_LAG_MS before. */
    get asOf(): number {
        return this.begun;
    }

    /** Every task that was listed or watched, in its last known state; asks nothing. */
    known(): readonly Task[] {
        return [...this.tasks.values()];
    }

    get(taskId: string): Task | undefined {
        return this.tasks.get(taskId);
    }

    /** Every known task, once the service has been asked in this process: a crash that a look can find was before. */
    async listed(logs: LogsApi): Promise<readonly Task[]> {
        if (this.begun === -Infinity) await this.list(logs);
        return this.known();
    }

    async listedAgain(logs: LogsApi): Promise<readonly Task[]> {
        await this.list(logs);
        return this.known();
    }

    /** One task as the service shows it now. */
    find(logs: LogsApi, taskId: string): Promise<Task | undefined> {
        let answer = this.asked.get(taskId);
        if (!answer) {
            answer = logs.findTask(taskId).finally(() => this.asked.delete(taskId));
            this.asked.set(taskId, answer);
        }
        return answer.then((task) => {
            if (task) this.note(task);
            return task;
        });
    }

    note(task: Task): void {
        // An old listing does not undo what is final.
        const known = this.tasks.get(task.taskId);
        if (!known || phaseOf(known.status) === "active") this.tasks.set(task.taskId, task);
    }

    private list(logs: LogsApi): Promise<void> {
        this.listing ??= this.askForAll(logs).finally(() => (this.listing = undefined));
        return this.listing;
    }

    private async askForAll(logs: LogsApi): Promise<void> {
        const begun = this.time();
        for (const task of await logs.listTasks()) this.note(task);
        this.begun = begun;
    }
}
