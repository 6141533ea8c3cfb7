import type { Statement } from "./document";

/** What an identity policy decided about an action, and the statements that decided it. */
export interface Decision {
    readonly identity: string;
    readonly action: string;
    readonly resource: string;
    readonly verdict: "allow" | "deny" | "silent";
    /** The statements that matched. */
    readonly statements: readonly Statement[];
}
