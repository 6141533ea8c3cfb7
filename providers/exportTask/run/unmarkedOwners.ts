/**
 * The owners that this process knows of though their marks were refused: no listing shows them, and another resource of the
 * same `up`, for example one with the old name, must not delete what they rely on.
 */
export class UnmarkedOwners {
    private readonly byTask = new Map<string, Set<string>>();

    add(taskId: string, owner: string): void {
        this.byTask.set(taskId, this.of(taskId).add(owner));
    }

    remove(taskId: string, owner: string): void {
        this.byTask.get(taskId)?.delete(owner);
    }

    of(taskId: string): Set<string> {
        return this.byTask.get(taskId) ?? new Set();
    }
}
