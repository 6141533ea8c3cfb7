import * as assert from "node:assert/strict";
import { play } from "./play";
import { makeScenario } from "./scenario";
import { FAULT_KINDS } from "./trouble";
import { warmPrograms, type WarmPrograms } from "../support/warm/warmPrograms";

/** Chosen so that together they meet every kind of fault, a kill of the provider and one of the program. */
const SEEDS = [610, 2534, 3522, 3933];

// The whole suite: npm run test:faults -- --seeds 500
describe("whatever goes wrong, every export is made exactly once", function () {
    this.timeout(120_000);
    let warm: WarmPrograms[];
    before(async () => {
        warm = await Promise.all([warmPrograms(), warmPrograms()]);
    });
    after(() => warm.forEach((programs) => programs.release()));

    it("is tried with every kind of fault and kill, with replacements and with two programs at once", () => {
        const scenarios = SEEDS.map((seed) => makeScenario(seed, { killsEngine: false }));
        const rounds = scenarios.flatMap((scenario) => scenario.rounds);
        const kinds = new Set(rounds.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
        assert.deepEqual([...kinds].sort(), [...FAULT_KINDS].sort());
        const killed = new Set(rounds.flatMap(({ kills }) => kills.map(({ target }) => target)));
        assert.deepEqual([...killed].sort(), ["program", "provider"]);
        assert.ok(rounds.some(({ foreign }) => foreign));
        assert.ok(rounds.some(({ steps }) => steps.some((step) => step?.operation === "replace")));
        assert.ok(scenarios.some(({ final }) => final.length === 2));
    });

    for (const seed of SEEDS) {
        it(`with seed ${seed}`, async () => {
            const said: string[] = [];
            const outcome = await play(seed, { engine: "embedded", warm, log: (line) => said.push(line) });
            assert.deepEqual(outcome.violations, [], `${outcome.violations.join("\n")}\n${said.join("\n")}`);
        });
    }
});
