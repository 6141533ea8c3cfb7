import type { Statement } from "./document";

/** What an identity's policy said to one action, and by which of its statements. */
export interface Decision {
    readonly identity: string;
    readonly action: string;
    readonly resource: string;
    readonly verdict: "allow" | "deny" | "silent";
    /** The statements that matched, as they stand in the policy. */
    readonly statements: readonly Statement[];
}
