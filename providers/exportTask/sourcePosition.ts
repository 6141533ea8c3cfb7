import { join, sep } from "node:path";

/** Where this package's own code lies. */
const PACKAGE = join(__dirname, "..", "..") + sep;
/** Pulumi passes over so many frames of its own before the one that it takes for the resource's position. */
const PULUMI_FRAMES = 5;

/**
 * Until the returned function is called, Pulumi records of the stack that declares a resource the program's own line and
 * nothing else. It would record all frames, most of them of this package, of Pulumi and of ts-node, in the state of every
 * export: some 700 of its 4,000 bytes.
 */
export function recordProgramLineOnly(): () => void {
    const original = Error.prepareStackTrace;
    Error.prepareStackTrace = (error, frames) => {
        const isProgram = (path: string | undefined | null) => !!path && !path.startsWith(PACKAGE);
        const program = frames.slice(PULUMI_FRAMES).find((frame) => isProgram(frame.getFileName()));
        const kept = [...frames.slice(0, PULUMI_FRAMES), ...(program ? [program] : [])];
        return original ? original(error, kept) : `${error}\n${kept.map((frame) => `    at ${frame}`).join("\n")}`;
    };
    return () => {
        Error.prepareStackTrace = original;
    };
}
