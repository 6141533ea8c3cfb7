import { DAY_MS } from "../../providers/durations";

/** `2026-10-01T00:00:00.000Z ` before each event's message. */
export const TIMESTAMP_BYTES = 25;

const [DASH, T, COLON, DOT, Z, SPACE, ZERO] = [..."-T:.Z 0"].map((character) => character.charCodeAt(0));

let [lastDay, lastDayMs] = [-1, 0];

/**
 * The time at the start of a line, in milliseconds since 1970; NaN if the line goes on with a message. Runs once for every
 * line of an archive, hence without strings and Date.
 */
export function timestampAt(text: Uint8Array, at: number): number {
    if (
        text[at + 24] !== SPACE ||
        text[at + 4] !== DASH ||
        text[at + 7] !== DASH ||
        text[at + 10] !== T ||
        text[at + 13] !== COLON ||
        text[at + 16] !== COLON ||
        text[at + 19] !== DOT ||
        text[at + 23] !== Z
    ) {
        return NaN;
    }
    const two = (offset: number) => digit(text[at + offset]) * 10 + digit(text[at + offset + 1]);
    const day = (two(0) * 100 + two(2)) * 10_000 + two(5) * 100 + two(8);
    const [hour, minute, second] = [two(11), two(14), two(17)];
    const milliseconds = two(20) * 10 + digit(text[at + 22]);
    if (day !== lastDay) {
        if (Number.isNaN(day)) return NaN;
        [lastDay, lastDayMs] = [day, dayMs(day)];
    }
    if (hour > 23 || minute > 59 || second > 59) return NaN;
    return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
}

const digit = (code: number) => (code >= ZERO && code <= ZERO + 9 ? code - ZERO : NaN);

/** NaN for a day that is in no calendar, such as February 30. */
function dayMs(day: number): number {
    const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];
    const time = Date.UTC(year, month - 1, date);
    const there = new Date(time);
    return there.getUTCMonth() === month - 1 && there.getUTCDate() === date && time % DAY_MS === 0 ? time : NaN;
}
