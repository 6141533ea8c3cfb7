import * as assert from "node:assert/strict";
import { connect } from "../../providers/aws/clients";
import { warmProcesses, type WarmProcesses } from "../support/warm/warmProcesses";
import type { Outcome } from "./outcome";
import { playProcesses } from "./processes/play";
import { makeScenario } from "./scenario";
import { simulate } from "./simulation/play";
import { FAULT_KINDS, LASTING_KINDS } from "./trouble";

const FIRST_SEED = 100_506;
const SEEDS = 200;

/** Chosen so that together they meet every kind of fault, a kill of the provider and one of the program. */
const PROCESS_SEEDS = [960, 4614];

/** Planted bugs. The suite must find each as a violation. */
const PLANTED: Readonly<Record<string, typeof connect>> = {
    "a provider that sees no earlier task": (...args) => {
        const aws = connect(...args);
        return { ...aws, logs: { ...aws.logs, listTasks: () => Promise.resolve([]) } };
    },
    "a provider that leaves no marks": (...args) => {
        const aws = connect(...args);
        return { ...aws, s3: { ...aws.s3, write: () => Promise.resolve() } };
    },
    "a provider that deletes nothing": (...args) => {
        const aws = connect(...args);
        return { ...aws, s3: { ...aws.s3, removeAll: () => Promise.resolve() } };
    },
};

// The whole suite: npm run test:faults -- --seeds 10000
describe("whatever goes wrong, every export is made exactly once", function () {
    this.timeout(900_000); // a busy machine stretches the half minute that they take

    it(`in virtual time, with ${SEEDS} seeds that meet every kind of fault`, async () => {
        const outcomes: Outcome[] = [];
        for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) outcomes.push(await simulate(seed));
        const violations = outcomes.flatMap(({ seed, violations }) =>
            violations.map((text) => `seed ${seed}: ${text}`),
        );
        assert.deepEqual(violations, [], "npm run test:faults -- --seed N shows what happens");
        const struck = new Set(outcomes.flatMap(({ faults }) => Object.keys(faults)));
        assert.deepEqual(
            [...FAULT_KINDS, ...LASTING_KINDS].filter((kind) => !struck.has(kind) && kind !== "clock skew"),
            [],
        );
    });

    it("the same seed is the same play", async () => {
        const told = async () => {
            const lines: string[] = [];
            await simulate(FIRST_SEED + 7, { log: (line) => lines.push(line) });
            return lines.join("\n");
        };
        assert.equal(await told(), await told());
    });

    for (const [what, planted] of Object.entries(PLANTED)) {
        it(`is not true of ${what}`, async () => {
            for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
                const { violations } = await simulate(seed, { connect: planted });
                if (violations.length > 0) return;
            }
            assert.fail(`${SEEDS} seeds show nothing`);
        });
    }

    describe("with real processes on the embedded engine", () => {
        let warm: WarmProcesses[];
        before(async () => {
            warm = await Promise.all([warmProcesses(), warmProcesses()]);
        });
        after(() => warm.forEach((programs) => programs.release()));

        it("meets every kind of fault and kill, replacements and two programs at once", () => {
            const scenarios = PROCESS_SEEDS.map((seed) => makeScenario(seed, "embedded"));
            const rounds = scenarios.flatMap((scenario) => scenario.rounds);
            const kinds = new Set<string>(rounds.flatMap(({ trouble }) => trouble.map(({ kind }) => kind)));
            assert.deepEqual([...kinds].sort(), [...FAULT_KINDS].sort());
            const killed = new Set(rounds.flatMap(({ kills }) => kills.map(({ victim }) => victim)));
            assert.deepEqual([...killed].sort(), ["program", "provider"]);
            assert.ok(rounds.some(({ foreign }) => foreign));
            assert.ok(rounds.some(({ steps }) => steps.some((step) => step?.operation === "replace")));
            assert.ok(scenarios.some(({ final }) => final.length === 2));
        });

        for (const seed of PROCESS_SEEDS) {
            it(`seed ${seed}`, async () => {
                const said: string[] = [];
                const options = { engine: "embedded", warm, log: (line: string) => said.push(line) } as const;
                const { violations } = await playProcesses(seed, options);
                assert.deepEqual(violations, [], `${violations.join("\n")}\n${said.join("\n")}`);
            });
        }
    });
});
