import type { Temporal } from "@js-temporal/polyfill";
import { temporal } from "../temporal";
import { type InputFailure, refuse } from "./failure";

/**
 * A point in time: ISO 8601 with an offset (`"2026-10-01T00:00:00Z"`, `"2026-10-01T02:00:00+02:00"`), a `Date`, or
 * milliseconds since 1970-01-01T00:00:00Z. Without an offset the same text would mean another time on another machine.
 */
export type TimestampInput = string | Date | number;

const ALLOWED = "ISO 8601 with an offset, a Date, or milliseconds since 1970-01-01T00:00:00Z";

// CloudWatch Logs has no data from before 1973, so a smaller number is a count of seconds (of a time before 5138).
const SECONDS_BELOW = 100_000_000_000;
// The year 2286: a larger number is a count of microseconds or nanoseconds.
const MICROSECONDS_FROM = 10_000_000_000_000;

/** Milliseconds since 1970, or why the value is no usable point in time. */
export function parseTimestamp(property: string, value: unknown): number | InputFailure {
    if (value instanceof Date) {
        return Number.isNaN(value.getTime())
            ? refuse(property, "an invalid Date", ALLOWED, "Check the text that the Date was made from.")
            : checkMilliseconds(property, value.getTime(), value);
    }
    if (typeof value === "number") {
        return checkMilliseconds(property, value, value);
    }
    if (typeof value === "string") {
        return parseText(property, value);
    }
    return refuse(property, value, ALLOWED, `For example ${property}: "2026-10-01T00:00:00Z".`);
}

function checkMilliseconds(property: string, milliseconds: number, given: unknown): number | InputFailure {
    if (!Number.isFinite(milliseconds)) {
        return refuse(property, given, ALLOWED, "Check the text or the number that it was made from.");
    }
    if (!Number.isInteger(milliseconds) || milliseconds < 0) {
        return refuse(
            property,
            given,
            "a whole number of milliseconds, 0 or more",
            milliseconds > 0
                ? `Round it: ${property}: ${Math.floor(milliseconds)}.`
                : `The service knows no time before 1970; for the beginning give ${property}: 0.`,
        );
    }
    if (milliseconds > 0 && milliseconds < SECONDS_BELOW) {
        const seconds = new Date(milliseconds * 1000).toISOString();
        return refuse(
            property,
            given,
            "milliseconds since 1970",
            `It looks like seconds (${seconds}): multiply by 1000, or write ${property}: "${seconds}".`,
        );
    }
    if (milliseconds >= MICROSECONDS_FROM) {
        return refuse(
            property,
            given,
            "milliseconds since 1970, before the year 2286",
            "It looks like microseconds or nanoseconds: divide by 1000 or 1000000.",
        );
    }
    return milliseconds;
}

function parseText(property: string, text: string): number | InputFailure {
    if (/^\s*\d+\s*$/.test(text)) {
        return refuse(property, text, ALLOWED, `Give the number without quotes: ${property}: ${text.trim()}.`);
    }
    if (/^\d{4}-\d\d-\d\d$/.test(text)) {
        return refuse(property, text, ALLOWED, `Add time and offset, for example ${property}: "${text}T00:00:00Z".`);
    }
    // What Pulumi makes of a time without quotes in Pulumi.yaml, in a stack's config or in a YAML program.
    if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4} /.test(text)) {
        return refuse(
            property,
            text,
            ALLOWED,
            "In YAML, put the time in quotes: without them it arrives in this form.",
        );
    }
    if (/T\d\d(:?\d\d){1,2}(\.\d+)?$/.test(text)) {
        return refuse(property, text, ALLOWED, `It has no offset: add "Z" for UTC, or for example "+02:00".`);
    }
    if (/T\d\d:?\d\d:?60/.test(text)) {
        return refuse(property, text, ALLOWED, "Leap seconds do not exist in AWS timestamps: use second 59 or 00.");
    }
    const milliseconds = instantOf(property, text);
    if (typeof milliseconds !== "number") return milliseconds;
    if (milliseconds !== 0 && (milliseconds < SECONDS_BELOW || milliseconds >= MICROSECONDS_FROM)) {
        const [first, end] = [SECONDS_BELOW, MICROSECONDS_FROM].map(formatTimestamp);
        const next = `CloudWatch Logs has no data from other times: correct the year, or for the beginning give ${property}: 0.`;
        return refuse(property, text, `a time from ${first} on and before ${end}`, next);
    }
    return milliseconds;
}

function instantOf(property: string, text: string): number | InputFailure {
    const parsed = Date.parse(text);
    // The usual forms are read without Temporal, which takes time to load.
    if (!Number.isNaN(parsed) && [new Date(parsed).toISOString(), formatTimestamp(parsed)].includes(text))
        return parsed;
    let instant: Temporal.Instant;
    try {
        instant = temporal().Instant.from(text);
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return refuse(property, text, ALLOWED, `Correct it (${why}), for example "2026-10-01T00:00:00Z".`);
    }
    if (instant.epochNanoseconds % 1_000_000n !== 0n) {
        return refuse(property, text, "a time in whole milliseconds", "The service counts in milliseconds: round it.");
    }
    return instant.epochMilliseconds;
}

/** The text in which times are shown: ISO 8601 in UTC, without empty milliseconds. */
export function formatTimestamp(milliseconds: number): string {
    return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}

/** The text in which times are part of names: ISO 8601's basic format, `20261001T000000Z`. */
export function basicTimestamp(milliseconds: number): string {
    const text = new Date(milliseconds).toISOString(); // 2026-10-01T00:00:00.000Z; cut by place, a hundred thousand times over
    const fraction = text.slice(19, 23);
    return (
        text.slice(0, 4) +
        text.slice(5, 7) +
        text.slice(8, 13) +
        text.slice(14, 16) +
        text.slice(17, 19) +
        (fraction === ".000" ? "Z" : `${fraction}Z`)
    );
}
