import type { Difference } from "../answers";

/** Differences between the sandbox's answers and those of moto's server, for one reason. */
export interface ExpectedDifferences {
    readonly what: string;
    /** Why the sandbox is right: the service's documented or verified behaviour. */
    readonly why: string;
    /** The source: documentation, answers that public test suites recorded from AWS, or reports of users. */
    readonly sources: readonly string[];
    readonly differences: readonly Difference[];
}
