import * as assert from "node:assert/strict";
import { type DisplayMode, chooseDisplayMode } from "../../../../providers/exportTask/progress/displayMode";

describe("the display mode of progress", () => {
    const terminal = () => true;
    const none = () => false;
    const cases: readonly (readonly [string, Record<string, string>, () => boolean, DisplayMode])[] = [
        ["somebody at a terminal", { TERM: "xterm" }, terminal, "live"],
        ["a log, where there is no terminal", { TERM: "xterm" }, none, "sparse"],
        ["a log, in a CI system that has terminals", { CI: "true" }, terminal, "sparse"],
        ["not a CI system that is switched off", { CI: "false" }, terminal, "live"],
        ["a log, at a dumb terminal", { TERM: "dumb" }, terminal, "sparse"],
        ["whatever is asked for", { CI: "true", CLOUDWATCH_LOGS_EXPORT_PROGRESS: "live" }, none, "live"],
        ["a program, if that is asked for", { CLOUDWATCH_LOGS_EXPORT_PROGRESS: "json" }, terminal, "json"],
        ["a log, if who knows what is asked for", { CLOUDWATCH_LOGS_EXPORT_PROGRESS: "quiet" }, terminal, "sparse"],
    ];
    for (const [what, env, hasTerminal, displayMode] of cases) {
        it(`is ${what}`, () => assert.equal(chooseDisplayMode(env, hasTerminal), displayMode));
    }
});
