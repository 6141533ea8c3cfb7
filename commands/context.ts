import { Command } from "commander";
import { type S3Api } from "../providers/aws/s3";
import { type AccessOptions, explained, openS3 } from "./archive/open";
import { type Location, parseLocation } from "./archive/location";
import { type Surroundings } from "./surroundings";
import { type Terminal } from "./terminal";

/** As of `diff` and `grep`: nothing to complain of, something found, the command could not do its work. */
export const EXIT = { ok: 0, found: 1, trouble: 2 } as const;

/** What every command is made with. */
export interface Context {
    readonly surroundings: Surroundings;
    readonly terminal: Terminal;
    /** Sets the exit status. */
    readonly end: (status: number) => void;
}

/** A command over an archive, with the options that all have. */
export function archiveCommand(name: string, description: string): Command {
    return new Command(name)
        .description(description)
        .argument("<archive>", "s3://bucket/prefix, the archiveUri of a LogExport or ScheduledLogExport")
        .option("--region <region>", "of the bucket (default: as the AWS configuration says)")
        .option("--profile <profile>", "of the AWS configuration");
}

/** Works on an archive of the command line; errors name it. */
export async function onArchive(
    { surroundings }: Context,
    archive: string,
    options: AccessOptions,
    work: (s3: S3Api, location: Location) => Promise<void>,
): Promise<void> {
    const location = parseLocation(archive);
    try {
        await work(await openS3(surroundings, options), location);
    } catch (error) {
        throw explained(error, location);
    }
}
