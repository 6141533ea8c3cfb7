import assert from "node:assert/strict";
import { RULES } from "./rules";
import { play } from "./support";

describe("a state machine that breaks a rule of Step Functions", () => {
    for (const { rule, broken, said } of RULES) {
        it(`is refused or fails: ${rule}`, async () => {
            const outcome = await play(broken).then(
                ({ status, error, cause }) => `${status} ${error}: ${cause}`,
                (error: Error) => error.message,
            );
            assert.match(outcome, said);
        });
    }
});
