/** In milliseconds, as in the sandbox. */
export { DAY, HOUR, MINUTE } from "../../sandbox/durations";
