import * as pulumi from "@pulumi/pulumi";
import { parseTimestamp } from "../../../providers/validation/timestamp";
import { awsSettings } from "../../awsSettings";
import { isKnown, resolvedValue } from "../../../providers/outputs";
import { type LookedUp, lookUpLogGroups, type WhereToLook } from "../../logGroups/lookup";
import { findLogGroups } from "../../logGroups/selectLogGroups";
import { type ScheduledLogExportArgs } from "../args";
import { summariseNight } from "./night";

const PATIENCE_MS = 5_000;
/** The client gives up soon after, so that no connection keeps the program running. */
const CLIENT = { connectionTimeout: 2_000, requestTimeout: 4_000, maxAttempts: 2 };

/** In a preview, says how long a night takes in the one slot and what fits. */
export function forecastNight(
    component: pulumi.Resource,
    args: ScheduledLogExportArgs,
    names: pulumi.Output<string[]> | undefined,
): void {
    if (!pulumi.runtime.isDryRun()) return;
    tell(component, args, names).catch((error: unknown) => {
        void pulumi.log.debug(`No forecast: ${String(error)}`, component); // the preview itself is what matters
    });
}

async function tell(
    component: pulumi.Resource,
    args: ScheduledLogExportArgs,
    names: pulumi.Output<string[]> | undefined,
): Promise<void> {
    const goOn = pulumi.runtime.rpcKeepAlive(); // Pulumi would not wait for a call that is not its own
    try {
        const aws = awsSettings(component);
        const region = (await isKnown(aws.region)) ? await resolvedValue(aws.region) : undefined;
        const profile = (await isKnown(aws.profile)) ? await resolvedValue(aws.profile) : undefined;
        const given = names && (await isKnown(names)) ? await resolvedValue(names) : undefined;
        const { found, failure } = await inTime(lookUp(args, given, { region, profile }));
        if (failure !== undefined) {
            const reason = failure.split("\n")[0];
            void pulumi.log.info(`how long a night takes could not be looked up (${reason})`, component);
        }
        if (found.length === 0) return;
        const { quietGroups, splitBy = "day" } = args;
        const { text, warnings } = summariseNight({
            groups: found,
            splitBy,
            quiet: quietGroups && {
                bytesPerDay: quietGroups.belowBytesPerDay,
                splitBy: quietGroups.splitBy ?? "week",
            },
            from: args.continues ? undefined : (parseTimestamp("from", args.from) as number),
            now: Date.now(),
        });
        void pulumi.log.info(text, component);
        for (const warning of warnings) void pulumi.log.warn(warning, component);
    } finally {
        goOn();
    }
}

interface Found {
    readonly found: (ReturnType<LookedUp["groups"]["get"]> | undefined)[];
    readonly failure?: string;
}

async function lookUp(
    { select }: ScheduledLogExportArgs,
    given: readonly string[] | undefined,
    where: WhereToLook,
): Promise<Found> {
    const names = given ?? (select ? (await findLogGroups({ ...select, ...where }, CLIENT)).names : []);
    const { groups, failure } = await lookUpLogGroups(names, where, CLIENT);
    return { found: names.map((name) => groups.get(name)), failure };
}

function inTime(answer: Promise<Found>): Promise<Found> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<Found>((resolve) => {
        const failure = `no answer within ${PATIENCE_MS / 1000} s`;
        timer = setTimeout(() => resolve({ found: [], failure }), PATIENCE_MS);
    });
    const told = answer.catch((error: unknown) => ({
        found: [],
        failure: error instanceof Error ? error.message : String(error),
    }));
    return Promise.race([told, tooLate]).finally(() => clearTimeout(timer));
}
