/** The time functions of ECMAScript's Temporal, loaded when a text or a time zone needs them: a no-op `up` in numbers does not. */
export function temporal(): typeof import("@js-temporal/polyfill").Temporal {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    return (require("@js-temporal/polyfill") as typeof import("@js-temporal/polyfill")).Temporal;
}
