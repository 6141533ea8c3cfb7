import type { Diagnostic, EngineEvent, Step, StepOp } from "../result";

/** Collects what a run did and said, and passes it on as it happens. */
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
        // Debug messages contain what nobody asked to see, secrets included; the CLI swallows them, too.
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
