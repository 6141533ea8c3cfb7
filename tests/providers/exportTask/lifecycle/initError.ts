import * as assert from "node:assert/strict";

/** The properties of an error that leaves a resource. */
export interface InitError extends Error {
    id: string;
    reasons: string[];
    properties: Record<string, unknown>;
}

export async function initError(promise: Promise<unknown>): Promise<InitError> {
    try {
        await promise;
    } catch (error) {
        return error as InitError;
    }
    throw new assert.AssertionError({ message: "expected a failure" });
}
