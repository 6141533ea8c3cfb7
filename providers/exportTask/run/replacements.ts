import { type ExportTaskInputs } from "../inputs";
import { type ExportTaskOutputs, type Predecessor, type RecordedExport } from "../outputs";
import { isOwnerFor } from "./owner";

/** What is known in this run of the export that replaces another. */
export type Fate =
    /** It has not been run yet, or it failed. */
    | { readonly is: "expected" | "failed"; readonly replacement?: undefined }
    | { readonly is: "made"; readonly replacement: Replacement };

/** What is exported in place of another, as declared and as it ended. */
export type Replacement = ExportTaskInputs & ExportTaskOutputs;

interface Known {
    readonly replaced: readonly Predecessor[];
    fate: Fate;
}

/**
 * Which recorded exports are replaced in this run, and whether what replaces them is there. The engine says so in no
 * call of its own: it checks a declaration, asks for the difference, creates, and then deletes; with
 * `deleteBeforeReplace` it deletes first. With `--replace` it does not ask, and shows the old export only to delete it.
 */
export class Replacements {
    private readonly byUrn = new Map<string, Known>();

    /** The declaration is there: if a record of the same resource is deleted, it is replaced. */
    declare(urn: string): void {
        if (!this.byUrn.has(urn)) this.expect(urn, []);
    }

    /** The declaration replaces what is recorded. */
    expect(urn: string, replaced: readonly Predecessor[]): void {
        this.byUrn.set(urn, { replaced, fate: { is: "expected" } });
    }

    /** The declaration is of the export that is recorded. If another is deleted, an earlier run replaced it. */
    keep(urn: string): void {
        this.byUrn.delete(urn);
    }

    of(urn: string): readonly Predecessor[] {
        return this.byUrn.get(urn)?.replaced ?? [];
    }

    /** The export that is declared is run, well or not. */
    async during(inputs: ExportTaskInputs, work: () => Promise<ExportTaskOutputs>): Promise<ExportTaskOutputs> {
        const { shortUrn: urn } = inputs;
        const known: Known = { replaced: this.of(urn), fate: { is: "failed" } };
        this.byUrn.set(urn, known);
        const outputs = await work();
        known.fate = { is: "made", replacement: { ...inputs, ...outputs } };
        return outputs;
    }

    /** How far the replacement of a record is that is about to be deleted; undefined if it is not replaced. */
    fateOf({ taskId, owner }: Pick<RecordedExport, "taskId" | "owner">): Fate | undefined {
        for (const [urn, { replaced, fate }] of this.byUrn) {
            const isIt = replaced.some((one) => one.taskId === taskId) || isOwnerFor(urn, owner);
            if (isIt && fate.replacement?.taskId !== taskId) return fate;
        }
        return undefined;
    }
}
