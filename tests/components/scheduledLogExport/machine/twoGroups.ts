import * as assert from "node:assert/strict";
import { DAY, groupWithEvents, OCTOBER } from "../events";
import { Stage, type StageOptions } from "../stage";

export const NIGHT = Date.parse("2026-10-03T15:00:00Z");
export const GROUPS = ["/shop/payments", "/shop/logins"];

/** On the third of October, two log groups with events since the first. */
export const stageOf = (options: Partial<StageOptions> = {}) =>
    new Stage({ start: NIGHT, groups: GROUPS.map((name) => groupWithEvents(name)), ...options });

/** Two days of each group are exported, each in one task that was verified. */
export function assertTwoDays(stage: Stage): void {
    for (const name of GROUPS) {
        assert.equal(stage.exportedTo(name), OCTOBER + 2 * DAY, "the third day has not settled");
        stage.assertExactlyOnce(name);
    }
}

export function prefixesOf(stage: Stage, name: string): string[] {
    return stage.tasksOf(name).map(({ destinationPrefix }) => destinationPrefix);
}
