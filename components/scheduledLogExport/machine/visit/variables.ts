import { jsonata } from "../statesLanguage";

/** Variables that are reset when a task is about to be started. */
export const INITIAL_START = { isStartUnconfirmed: false, grantRetries: 0, slotPause: 10 };

/** Variables that are reset when a task is about to be watched. */
export const INITIAL_WATCH = { pause: 5, timesMissing: 0, objectChecks: 0 };

/** Counts events of the history; the estimate is too high rather than too low. */
export const countEvents = (events: number) => ({ events: jsonata`$events + ${events}` });
