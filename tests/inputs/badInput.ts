import * as assert from "node:assert/strict";
import type { InputFailure } from "../../providers/validation/failure";

/** One bad value: its property, how it is shown, what is allowed, and the next step. */
export interface BadInput {
    readonly what: string;
    /** Merged into valid arguments. A function is called when the program has started. */
    readonly args: Record<string, unknown> | (() => Record<string, unknown>);
    readonly property: string;
    readonly shows: string;
    readonly allows: RegExp;
    readonly advises: RegExp;
}

export const bad = (
    what: string,
    args: BadInput["args"],
    property: string,
    shows: string,
    allows: RegExp,
    advises: RegExp,
): BadInput => ({ what, args, property, shows, allows, advises });

export const argsOf = ({ args }: BadInput) => (typeof args === "function" ? args() : args);

export function assertTold(failures: readonly InputFailure[], { property, shows, allows, advises }: BadInput): void {
    const told = failures.find((failure) => failure.property === property);
    assert.ok(told, `nothing is said of ${property}: ${JSON.stringify(failures)}`);
    assert.ok(told.reason.startsWith(property), `does not begin with the property: ${told.reason}`);
    assert.ok(told.reason.includes(shows), `does not show ${shows}: ${told.reason}`);
    assert.match(told.reason, allows);
    assert.match(told.reason, advises);
}

// Texts of what is allowed, for several tables.
export const ISO = /must be ISO 8601 with an offset, a Date, or milliseconds since 1970/;
export const LOG_GROUP_NAME = /must be a log group's name: 1 to 512 of the characters/;
export const BUCKET_NAME = /must be 3 to 63 lower-case letters, digits, hyphens and dots/;
export const PREFIX = /must be an S3 key prefix of 1 to 464 bytes/;

export const LOG_GROUP_ARN = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/payments:*";
export const OCTOBER = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
