/** In milliseconds, as times are counted here; a day of UTC, which knows no summer time. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
