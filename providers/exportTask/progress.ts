import * as pulumi from "@pulumi/pulumi";
import { realClock } from "./clock";
import { engineAddress } from "./engine";

/** Says something about a resource; never fails an export. */
export interface Progress {
    /** On the resource's own line, replaced by the next one. */
    status(message: string): void;
    /** Kept in the output of the run. */
    warn(message: string): void;
    /** Until everything said so far has arrived; what comes after the resource is done would not be shown. */
    arrived(): Promise<void>;
}

/** An engine that does not answer holds up no export for longer. */
const ARRIVAL_MS = 2_000;

let isConnected = false;

/** Lines on the resource's own row in Pulumi's display. */
export function progressOn(urn: string): Progress {
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

/** The host of dynamic providers never points Pulumi's runtime at the engine; without this, log lines go to stdout. */
function connectOnce(): void {
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

export function formatDuration(milliseconds: number): string {
    const seconds = Math.floor(milliseconds / 1000);
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return h > 0 ? `${h}h${m}m` : m > 0 ? `${m}m${s}s` : `${s}s`;
}
