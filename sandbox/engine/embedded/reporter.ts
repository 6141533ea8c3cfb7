import type { Diagnostic, EngineEvent, Step, StepOp } from "../result";

/** Collects the steps and messages of a run, and passes them on as events. */
export class Reporter {
    readonly steps: Step[] = [];
    readonly diagnostics: Diagnostic[] = [];
    readonly changes: Record<string, number> = {};
    failed = false;

    constructor(private readonly onEvent: (event: EngineEvent) => void) {}

    started(op: StepOp, urn: string): void {
        this.steps.push({ op, urn });
        this.onEvent({ kind: "step", phase: "started", op, urn });
    }

    ended(op: StepOp, urn: string, phase: "done" | "failed" = "done"): void {
        this.onEvent({ kind: "step", phase, op, urn });
    }

    count(op: StepOp): void {
        this.changes[op] = (this.changes[op] ?? 0) + 1;
    }

    log(severity: Diagnostic["severity"], message: string, urn?: string, ephemeral = false): void {
        // Debug messages may contain secrets. The CLI does not show them either.
        if (severity === "debug") {
            return;
        }
        const diagnostic: Diagnostic = { severity, message: message.trimEnd(), ...(urn ? { urn } : {}) };
        if (!ephemeral) {
            this.diagnostics.push(diagnostic);
        }
        this.onEvent({ kind: "log", ephemeral, ...diagnostic });
    }

    error(message: string, urn?: string): void {
        this.failed = true;
        this.log("error", message, urn);
    }
}
