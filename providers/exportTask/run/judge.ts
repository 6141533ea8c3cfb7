import { type Contents } from "./contents";
import { agrees, type Manifest } from "./manifest";

/** A manifest, that there is none, or that one is there but cannot be read (denied, in Glacier, another key). */
export type Evidence = Manifest | "none" | Unreadable;

export class Unreadable {
    /** @param why in whole sentences. */
    constructor(readonly why: string) {}
}

export type Verdict =
    | "whole"
    /** Nothing tells a range without events from an export whose objects were all removed. */
    | "empty or emptied"
    | "objects of it were removed"
    | "somebody began to delete its objects";

/**
 * What the bucket says of a COMPLETED task.
 *
 * | the folder                                             | verdict |
 * |--------------------------------------------------------|---------|
 * | has `_deleting`                                        | somebody began to delete its objects |
 * | holds what its manifest says                           | whole: also if that is nothing |
 * | holds less than its manifest says                      | objects of it were removed |
 * | has objects and no manifest, or none that can be read  | whole: a run was interrupted before it was verified |
 * | has neither                                            | empty or emptied: an empty range costs seconds to run again, a wrong "empty" costs the data |
 */
export function judge(contents: Contents, evidence: Evidence): Verdict {
    if (contents.isDeleting) return "somebody began to delete its objects";
    if (evidence !== "none" && !(evidence instanceof Unreadable))
        return agrees(evidence, contents) ? "whole" : "objects of it were removed";
    return contents.objectCount > 0 ? "whole" : "empty or emptied";
}
