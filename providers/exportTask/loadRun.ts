/* eslint-disable @typescript-eslint/no-require-imports -- loaded late */

/**
 * What runs, reads and removes exports, and what explains the errors of AWS: loaded when the first is needed. An `up` that changes
 * nothing checks and compares alone, and it waits for the provider to load.
 */
export function loadRun() {
    return {
        ...(require("./run/run") as typeof import("./run/run")),
        ...(require("./run/inspect") as typeof import("./run/inspect")),
        ...(require("./run/lastCopy") as typeof import("./run/lastCopy")),
        ...(require("./run/deletionSeen") as typeof import("./run/deletionSeen")),
        ...(require("./run/remove") as typeof import("./run/remove")),
    };
}

export function loadDiagnosis(): typeof import("./diagnosis/refusal") {
    return require("./diagnosis/refusal") as typeof import("./diagnosis/refusal");
}
