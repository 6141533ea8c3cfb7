import { type Predecessor } from "../outputs";

type Fate = "expected" | "failed" | "made";

/**
 * Which recorded exports are replaced in this run, and whether what replaces them is there. The engine says so in no
 * call of its own: it asks for the difference, then creates, and then deletes; with `deleteBeforeReplace` it deletes first.
 */
export class Replacements {
    private readonly byUrn = new Map<unknown, Predecessor>();
    private readonly fates = new Map<string, Fate>();

    /** A declaration replaces what is recorded. */
    expect(urn: unknown, replaced: Predecessor): void {
        this.byUrn.set(urn, replaced);
        this.fates.set(replaced.taskId, "expected");
    }

    of(urn: string): Predecessor | undefined {
        return this.byUrn.get(urn);
    }

    /** What replaces it has been run, well or not. */
    async during<T>(urn: string, work: () => Promise<T>): Promise<T> {
        const taskId = this.byUrn.get(urn)?.taskId;
        if (taskId !== undefined) this.fates.set(taskId, "failed");
        const result = await work();
        if (taskId !== undefined) this.fates.set(taskId, "made");
        return result;
    }

    /** How far the replacement of a record is that is about to be deleted; undefined if it is not replaced. */
    fateOf({ taskId }: Pick<Predecessor, "taskId">): Fate | undefined {
        return this.fates.get(taskId);
    }
}
