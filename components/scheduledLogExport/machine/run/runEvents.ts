import { jsonata } from "../statesLanguage";

/**
 * A run continues in another execution once its own history has about this many events; 25,000 end it. A manifest takes
 * about 35, with tags of its page 55; the rest is for calls that are sent again.
 */
export const MAX_EVENTS_PER_RUN = 18_000;

/** Counts events of a run's history; the estimate is too high rather than too low. */
export const countRunEvents = (events: number) => ({ runEvents: jsonata`$runEvents + ${events}` });
