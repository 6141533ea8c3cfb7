import type { Observation } from "./observation";

/** A difference that is accepted, and why. It is removed from both observations before they are compared. */
interface Known {
    readonly reason: string;
    readonly without: (observation: Observation, other: Observation) => Observation;
}

export const known: readonly Known[] = [
    {
        reason: "After a failure the embedded engine stops the program; the CLI lets it run, in which it may print warnings.",
        without: (observation, other) =>
            observation.result === "succeeded"
                ? observation
                : {
                      ...observation,
                      diagnostics: observation.diagnostics.filter(
                          (line) =>
                              !/^warning : Undefined value \(.*\) will not show/.test(line) ||
                              other.diagnostics.includes(line),
                      ),
                  },
    },
    {
        reason: "Whether a component's outputs are recorded while another resource fails is a race, on either engine.",
        without: (observation) =>
            observation.result === "succeeded"
                ? observation
                : {
                      ...observation,
                      state: observation.state.map(({ outputs, ...rest }) =>
                          rest.custom === true || outputs === undefined ? { ...rest, outputs } : rest,
                      ),
                  },
    },
    {
        reason: "Lists, maps and assets in a refused input are printed in JSON, not in Go's format.",
        without: (observation) => ({
            ...observation,
            diagnostics: observation.diagnostics.map((line) =>
                line.replace(/value \{(?:map|&|\[|\{)[^]*\} has a problem/, "value {…} has a problem"),
            ),
        }),
    },
];

/**
 * A program that throws and a resource that fails both end a run. How much of the program has reached the engine by then is
 * a race, on either engine: if they differ after it, what comes later is not compared.
 */
export function isRace(cli: Observation, embedded: Observation): boolean {
    const throws = ({ diagnostics }: Observation): boolean =>
        diagnostics.some((line) => line.startsWith("error : Unhandled exception"));
    return cli.result === "failed" && embedded.result === "failed" && (throws(cli) || throws(embedded));
}

/**
 * The CLI refuses to write a state in which a resource refers to one that comes later or is gone. The embedded engine does
 * not check its own state: what comes after is not compared.
 */
export function isIntegrityFailure({ diagnostics }: Observation): boolean {
    return diagnostics.some((line) => line.includes("snapshot integrity failure"));
}

export function withoutKnown(observation: Observation, other: Observation): Observation {
    return known.reduce((rest, { without }) => without(rest, other), observation);
}
