import type * as automation from "@pulumi/pulumi/automation";
import type { Diagnostic, EngineEvent, Step, StepOp } from "../result";
import { isDefaultProvider, stackType } from "../urn";
import type { PropertyMap } from "../values";

const severities: Readonly<Record<string, Diagnostic["severity"]>> = {
    debug: "debug",
    info: "info",
    "info#err": "info",
    warning: "warning",
    error: "error",
};

/** The CLI's message about a stand-in plugin is expected. */
const aboutStandIn = /^using pulumi-resource-\S+ from \$PATH/;

/** The result already shows that the operation failed. */
function isRedundant({ message, urn }: Diagnostic): boolean {
    return urn === undefined && /^(update|preview|refresh|destroy) failed$/.test(message);
}

/** Converts the CLI's engine events to the events that both engines share. */
export class EventCollector {
    readonly steps: Step[] = [];
    readonly diagnostics: Diagnostic[] = [];
    changes: Record<string, number> = {};
    previewedOutputs: PropertyMap | undefined;

    constructor(private readonly onEvent: (event: EngineEvent) => void) {}

    add(event: automation.EngineEvent): void {
        if (event.resourcePreEvent) {
            this.step("started", event.resourcePreEvent.metadata);
        } else if (event.resOutputsEvent) {
            const { metadata } = event.resOutputsEvent;
            if (metadata.type === stackType && event.resOutputsEvent.planning) {
                this.previewedOutputs = metadata.new?.outputs as PropertyMap | undefined;
            }
            this.step("done", metadata);
        } else if (event.resOpFailedEvent) {
            this.step("failed", event.resOpFailedEvent.metadata);
        } else if (event.diagnosticEvent) {
            this.log(event.diagnosticEvent);
        } else if (event.summaryEvent) {
            this.changes = { ...event.summaryEvent.resourceChanges } as Record<string, number>;
        }
    }

    private step(phase: "started" | "done" | "failed", { op, urn }: automation.StepEventMetadata): void {
        if (isDefaultProvider(urn)) {
            return;
        }
        if (phase === "started") {
            this.steps.push({ op: op as StepOp, urn });
        }
        this.onEvent({ kind: "step", phase, op: op as StepOp, urn });
    }

    private log({ severity, message, urn, ephemeral }: automation.DiagnosticEvent): void {
        const diagnostic: Diagnostic = {
            severity: severities[severity] ?? "info",
            message: message.replace(/<\{%[^%]*%\}>/g, "").trimEnd(),
            ...(urn ? { urn } : {}),
        };
        if (
            diagnostic.severity === "debug" ||
            diagnostic.message === "" ||
            aboutStandIn.test(diagnostic.message) ||
            isRedundant(diagnostic)
        ) {
            return;
        }
        if (!ephemeral) {
            this.diagnostics.push(diagnostic);
        }
        this.onEvent({ kind: "log", ephemeral: ephemeral === true, ...diagnostic });
    }
}
