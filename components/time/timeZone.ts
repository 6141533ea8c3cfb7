import type { Temporal } from "@js-temporal/polyfill";
import { temporal } from "../../providers/temporal";
import { distance } from "fastest-levenshtein";
import { type InputFailure, refuse } from "../../providers/validation/failure";

/** Without a time zone, days begin at midnight UTC. */
export const DEFAULT_TIME_ZONE = "UTC";

/** A period in which a zone is ahead of UTC by the same `offset`. All in milliseconds, `end` exclusive. */
export interface OffsetPeriod {
    readonly start: number;
    readonly end: number;
    readonly offset: number;
    /** The offset of the previous period, which changed at `start`. */
    readonly offsetBefore: number;
}

const PERIOD_OF_UTC: OffsetPeriod = { start: -Infinity, end: Infinity, offset: 0, offsetBefore: 0 };

/** A cache of periods by zone, in order: looking one up takes milliseconds. That of UTC is there without loading Temporal. */
const known = new Map<string, OffsetPeriod[]>([[DEFAULT_TIME_ZONE, [PERIOD_OF_UTC]]]);

/** The period that contains a time. */
export function offsetPeriodAt(timeZone: string, time: number): OffsetPeriod {
    let periods = known.get(timeZone);
    if (!periods) known.set(timeZone, (periods = []));
    const index = countStarted(periods, time);
    if (index > 0 && time < periods[index - 1].end) return periods[index - 1];
    const period = lookUp(timeZone, time);
    periods.splice(index, 0, period);
    return period;
}

/** How many of the periods have started by then. */
function countStarted(periods: readonly OffsetPeriod[], time: number): number {
    let [low, high] = [0, periods.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (periods[middle].start <= time) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** The error in a time zone's name. */
export function checkTimeZone(property: string, timeZone: unknown): InputFailure | undefined {
    const allowed = "a time zone of the IANA database, or a fixed offset";
    if (typeof timeZone !== "string") {
        return refuse(property, timeZone, allowed, 'For example "Europe/Berlin"; leave it out for UTC.');
    }
    try {
        temporal().Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
        return undefined;
    } catch {
        const near = Intl.supportedValuesOf("timeZone")
            .map((name) => ({ name, far: distance(name.toLowerCase(), timeZone.toLowerCase()) }))
            .sort((one, other) => one.far - other.far)
            .slice(0, 3);
        return refuse(property, timeZone, allowed, `The nearest names are ${near.map(({ name }) => name).join(", ")}.`);
    }
}

function lookUp(timeZone: string, time: number): OffsetPeriod {
    const at = temporal().Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone);
    const start = at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous"); // a transition at this very time counts too
    const end = at.getTimeZoneTransition("next");
    return {
        start: start?.epochMilliseconds ?? -Infinity,
        end: end?.epochMilliseconds ?? Infinity,
        offset: offsetOf(at),
        offsetBefore: offsetOf(start?.subtract({ nanoseconds: 1 }) ?? at),
    };
}

function offsetOf(at: Temporal.ZonedDateTime): number {
    return Math.round(at.offsetNanoseconds / 1_000_000);
}
