import * as pulumi from "@pulumi/pulumi";
import { isKnown, resolvedValue } from "../providers/outputs";

/** What a preview says of a component. */
export interface PreviewMessages {
    readonly infos: readonly string[];
    readonly warnings: readonly string[];
}

/** How long a preview waits for AWS at most. */
export const PREVIEW_PATIENCE_MS = 5_000;
/** The client gives up about then too, so that no connection keeps the program running. */
export const PREVIEW_CLIENT = { connectionTimeout: 2_000, requestTimeout: 4_000, maxAttempts: 2 };

/** Logs the messages on the component's own line. */
export function logMessages(component: pulumi.Resource, { infos, warnings }: PreviewMessages): void {
    for (const info of infos) void pulumi.log.info(info, component);
    for (const warning of warnings) void pulumi.log.warn(warning, component);
}

/** In a preview, logs a forecast as soon as it is there; a forecast that fails never fails the preview. */
export function logForecast(component: pulumi.Resource, forecast: () => Promise<PreviewMessages>): void {
    if (!pulumi.runtime.isDryRun()) return;
    const release = pulumi.runtime.rpcKeepAlive(); // Pulumi would not wait for a call that is not its own
    forecast()
        .then((messages) => logMessages(component, messages))
        .catch((error: unknown) => void pulumi.log.debug(`No forecast: ${String(error)}`, component))
        .finally(release);
}

/** The answer, or what `otherwise` makes of the reason why there is none, be it an error or that it takes too long. */
export function answerInTime<T>(
    answer: Promise<T>,
    otherwise: (failure: string) => T,
    patienceMs = PREVIEW_PATIENCE_MS,
): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<T>((resolve) => {
        timer = setTimeout(() => resolve(otherwise(`no answer within ${patienceMs / 1000} s`)), patienceMs);
    });
    const known = answer.catch((error: unknown) => otherwise(error instanceof Error ? error.message : String(error)));
    return Promise.race([known, tooLate]).finally(() => clearTimeout(timer));
}

/** The value of an output, or undefined if the preview does not know it yet. */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    return (await isKnown(output)) ? resolvedValue(output) : undefined;
}

/** The same, for a value that is shown: undefined for a secret too. */
export async function shownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    const value = await knownValue(output);
    return value === undefined || (await pulumi.isSecret(output)) ? undefined : value;
}
