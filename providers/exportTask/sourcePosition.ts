import type * as pulumi from "@pulumi/pulumi";
import { join, sep } from "node:path";

/** Where this package's own code lies. */
const PACKAGE = join(__dirname, "..", "..") + sep;
/** Pulumi passes over so many frames of its own before the one that it takes for the resource's position. */
const PULUMI_FRAMES = 5;

/**
 * Until the returned function is called, Pulumi records of the stack that declares a resource the program's own line and
 * nothing else, and within a component of this package not even that, because the component's record has it. It would
 * record all frames, most of them of this package, of Pulumi and of ts-node, in the state of every export: some 700 of its
 * 4,000 bytes.
 *
 * The line is mapped to its source once. Pulumi asks for a stack with each of the four promises of each property, and with
 * source maps those took more than half of a program's time.
 */
export function limitRecordedStack(parent: pulumi.Resource | undefined): () => void {
    const { prepareStackTrace: original, stackTraceLimit } = Error;
    Error.stackTraceLimit = 0; // where Pulumi looks for the line, it sets a limit of its own
    let line = isOfThisPackage(parent) ? "" : undefined;
    const isProgram = (path: string | undefined | null) => !!path && !path.startsWith(PACKAGE);
    Error.prepareStackTrace = (error, frames) => {
        if (frames.length === 0) return `${error}${line ?? ""}`; // a promise of a property
        const ofPulumi = frames.slice(0, PULUMI_FRAMES).map((frame) => `\n    at ${frame}`);
        const program = frames.slice(PULUMI_FRAMES).find((frame) => isProgram(frame.getFileName()));
        if (program) line ??= original ? textOf(original(error, [program])) : `\n    at ${program}`;
        return `${error}${ofPulumi.join("")}${line ?? ""}`;
    };
    return () => Object.assign(Error, { prepareStackTrace: original, stackTraceLimit });
}

function isOfThisPackage(resource: pulumi.Resource | undefined): boolean {
    const { __pulumiType: type } = (resource ?? {}) as { __pulumiType?: string };
    return type?.startsWith("cloudwatch-logs-export:") === true;
}

/** The frames of a stack as text, without the message before them. */
const textOf = (stack: unknown) => /\n {4}at .*$/.exec(String(stack))?.[0] ?? "";
