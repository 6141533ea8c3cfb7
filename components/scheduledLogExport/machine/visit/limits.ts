/**
 * A visit ends after this many exports, or events in its history, and the group's next visit resumes. The other groups get
 * their turn in between, and a history stays under the service's 25,000 events even if every call fails eight times.
 */
export const MAX_EXPORTS_PER_VISIT = 10;
export const MAX_EVENTS_PER_VISIT = 5_000;

/**
 * How often a task is started, and searched for, while CreateExportTask gives an answer that says nothing, or none: about
 * ten minutes. Then the group has failed, and the others have their turn.
 */
export const MAX_START_ROUNDS = 8;

/** How often a task is searched for after CreateExportTask returned no response: the service may list it late. */
export const SEARCHES_AFTER_LOST_ANSWER = 3;
