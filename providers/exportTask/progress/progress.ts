import * as pulumi from "@pulumi/pulumi";
import { type DisplayMode } from "./displayMode";
import { type Clock, realClock } from "../../clock";
import { engineAddress } from "../engine";
import { formatReport, type Report } from "./report";

/** Says something about a resource; never fails an export. */
export interface Progress {
    /** How the export stands; not every report becomes a line. */
    report(report: Report): void;
    /** Kept in the output of the run. */
    warn(message: string): void;
    /** Until everything said so far has arrived; what comes after the resource is done would not be shown. */
    arrived(): Promise<void>;
}

/** Where lines go. */
export interface Lines {
    /** At a terminal on the resource's own line, replaced by the next one. */
    status(message: string): void;
    warn(message: string): void;
    arrived(): Promise<void>;
}

/** In a log, there is never less time between two lines of an export. */
const SHORTEST_INTERVAL_MS = 10_000;
/** A line that says nothing new comes when the time waited has grown by a half since the last one, between these two. */
const SHORTEST_REPEAT_MS = 30_000;
/** Some pipelines end a job that says nothing for ten minutes. */
const LONGEST_REPEAT_MS = 300_000;

/** Thousands of exports that are there already end in a moment. */
const LIVE_TALLY_MS = 1_000;

/** Turns the reports of one export into as many lines as the display mode shows. */
export function progressFor(lines: Lines, displayMode: DisplayMode, clock: Clock): Progress {
    const began = clock.now();
    let lastAt = -Infinity;
    let lastSubject = "";
    const isDue = (report: Report): boolean => {
        const now = clock.now();
        if (displayMode === "live") return report.phase !== "exports" || now - lastAt >= LIVE_TALLY_MS;
        if (report.phase === "verified") return now - lastAt >= SHORTEST_INTERVAL_MS;
        // Pulumi itself has said that it is creating the resource.
        const silentMs = now - Math.max(began, lastAt);
        return silentMs >= (subjectOf(report) === lastSubject ? repeatAfter(now - began) : SHORTEST_INTERVAL_MS);
    };
    return {
        report: (report) => {
            if (!isDue(report)) return;
            [lastAt, lastSubject] = [clock.now(), subjectOf(report)];
            lines.status(displayMode === "json" ? JSON.stringify(report) : formatReport(report));
        },
        warn: (message) => lines.warn(message),
        arrived: () => lines.arrived(),
    };
}

function repeatAfter(elapsedMs: number): number {
    return Math.min(LONGEST_REPEAT_MS, Math.max(SHORTEST_REPEAT_MS, elapsedMs / 3));
}

/** What a line is about; another one is news. */
function subjectOf(report: Report): string {
    switch (report.phase) {
        case "queued":
            return `queued ${report.ahead}`;
        case "slotTaken":
            return `slotTaken ${report.task.taskId}`;
        case "active":
        case "cancelling":
            return `${report.phase} ${report.status}`;
        case "note":
            return `note ${report.text}`;
        case "exports":
        case "verified":
            return report.phase;
    }
}

/** An engine that does not answer holds up no export for longer. */
const ARRIVAL_MS = 2_000;

let isConnected = false;

/** Lines on the resource's own row in Pulumi's display. Messages about a status are shown, and kept in no record. */
export function linesOf(urn: string): Lines {
    connectOnce();
    // pulumi.log wants a resource and reads nothing but its URN.
    const resource = { urn: pulumi.output(urn) } as pulumi.Resource;
    let last: Promise<void> = Promise.resolve();
    const quietly = (say: () => Promise<void>) => {
        try {
            last = say().catch(() => undefined);
        } catch {
            // Progress is best effort.
        }
    };
    return {
        status: (message) => quietly(() => pulumi.log.info(message, resource, undefined, true)),
        warn: (message) => quietly(() => pulumi.log.warn(message, resource)),
        arrived: () => Promise.race([last, realClock.sleep(ARRIVAL_MS)]),
    };
}

/**
 * Neither host points Pulumi's runtime at the engine for the resources that it runs; without this, log lines go to stdout.
 * A plugin calls it before anything else: while it makes a component, the runtime is that component's.
 */
export function connectOnce(): void {
    const address = engineAddress();
    if (isConnected || !address) return;
    isConnected = true;
    try {
        const { PULUMI_NODEJS_PROJECT: project = "", PULUMI_NODEJS_STACK: stack = "" } = process.env;
        const { PULUMI_NODEJS_ORGANIZATION: organization = "" } = process.env;
        pulumi.runtime.resetOptions(project, stack, -1, address, "", false, organization);
    } catch {
        // An older or newer runtime: progress is best effort.
    }
}
