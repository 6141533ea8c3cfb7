import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { type SplitBy, SPLITS } from "../../../../components/time/calendar";
import { destinationPrefixFor } from "../../../../components/logExport/layout";
import { planRanges } from "../../../../components/logExport/plan";
import { rangeSettings } from "../../../../components/logExport/settings";
import { type MachinePlan } from "../../../../components/scheduledLogExport/machine/plan";
import { nextRange } from "../../../../components/scheduledLogExport/machine/ranges";
import { jsonata } from "../../../../components/scheduledLogExport/machine/statesLanguage";
import { zoneClock } from "../../../../components/scheduledLogExport/machine/zoneClock";
import { type JsonObject } from "../../../../sandbox/stepFunctions";
import { Expressions } from "../../../../sandbox/stepFunctions/expressions";
import { DAY, HOUR } from "../events";
import { planOf } from "../plan";
import { NOW, ZONES } from "./zones";

const GROUP = "/shop/payments#1";

const UNITS: Readonly<Record<SplitBy, number>> = { hour: HOUR, day: DAY, week: 7 * DAY, month: 31 * DAY };

interface Ranged {
    readonly from: number;
    readonly to: number;
    readonly prefix: string;
}

/** The consecutive ranges that the machine plans for a group, if each is exported immediately. */
async function rangesOfMachine(plan: MachinePlan, now: number): Promise<Ranged[]> {
    const zero = () => 0;
    const expressions = new Expressions(() => now, zero);
    const field = jsonata`${nextRange(plan)}`;
    const ranges: Ranged[] = [];
    for (let exportedTo = plan.from; ; exportedTo = ranges[ranges.length - 1].to) {
        const variables = { clock: plan.clock.periods as never, exportedTo, idleTo: 0, retryTo: 0, group: GROUP };
        const facts = { created: 0, retention: 0, latestEvent: now, isQuiet: false };
        const sight = { states: {}, variables: { ...variables, ...facts } };
        const next = (await expressions.evaluate("next", field, sight, "object")) as JsonObject;
        if (next.isDue !== true) return ranges;
        ranges.push({ from: Number(next.from), to: Number(next.to), prefix: String(next.prefix) });
        assert.ok(ranges.length < 200, "it goes on");
    }
}

/** The ranges that a LogExport plans. */
function rangesOfLogExport(from: number, to: number | "latest", now: number, splitBy: SplitBy, timeZone: string) {
    const args = { from, to, splitBy, timeZone, destinationPrefix: "audit" };
    return planRanges(rangeSettings(args), now).map((range): Ranged => {
        const place = { ...range, logGroupName: GROUP, splitBy, timeZone };
        return { from: range.from, to: range.to, prefix: destinationPrefixFor("hive", place) };
    });
}

/** A zone, a unit, and times that are mostly near a clock change of the zone. */
const cases = fc
    .record({
        timeZone: fc.constantFrom(...ZONES),
        splitBy: fc.constantFrom(...SPLITS),
        near: fc.nat(),
        before: fc.double({ min: 0, max: 3, noNaN: true }),
        lasts: fc.double({ min: 0, max: 7, noNaN: true }),
        isRound: fc.boolean(),
    })
    .map(({ timeZone, splitBy, near, before, lasts, isRound }) => {
        const changes = zoneClock(timeZone, NOW, NOW).periods.slice(1, -1);
        const around = changes.length > 0 ? changes[near % changes.length].start : Date.UTC(2015) + (near % 7000) * DAY;
        const exact = around - before * UNITS[splitBy];
        const from = isRound ? Math.floor(exact / HOUR) * HOUR : Math.floor(exact);
        return { timeZone, splitBy, from, now: Math.floor(from + (lasts + 1) * UNITS[splitBy]) + 12 * HOUR };
    });

const plan = (splitBy: SplitBy, timeZone: string, from: number, to?: number) =>
    planOf({ splitBy, from, to, clock: zoneClock(timeZone, from, NOW) });

describe("The ranges of the state machine", () => {
    it("are those of a LogExport to the latest, with the same prefixes, in every zone", async () => {
        const property = fc.asyncProperty(cases, async ({ timeZone, splitBy, from, now }) => {
            const ranges = await rangesOfMachine(plan(splitBy, timeZone, from), now);
            assert.deepEqual(ranges, rangesOfLogExport(from, "latest", now, splitBy, timeZone));
        });
        await fc.assert(property, { numRuns: 120 });
    });

    it("are the same around every kind of change of a clock, to the millisecond", async () => {
        // At midnight forward and back, by half an hour.
        for (const timeZone of ["America/Havana", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe"]) {
            const { periods } = zoneClock(timeZone, NOW, NOW);
            const changes = periods.filter(({ start }) => start > Date.UTC(2023, 5)).slice(0, 2);
            for (const splitBy of SPLITS) {
                for (const { start } of changes) {
                    for (const after of [-1, 0, 1, HOUR / 2, HOUR, 1.5 * HOUR, UNITS[splitBy]]) {
                        const [from, now] = [start - 2 * UNITS[splitBy], start + after + 12 * HOUR];
                        const ranges = await rangesOfMachine(plan(splitBy, timeZone, from), now);
                        assert.deepEqual(ranges, rangesOfLogExport(from, "latest", now, splitBy, timeZone));
                    }
                }
            }
        }
    });

    it("are those of a LogExport that ends, where a backfill does", async () => {
        const property = fc.asyncProperty(cases, async ({ timeZone, splitBy, from, now }) => {
            const to = now - 12 * HOUR;
            const ranges = await rangesOfMachine(plan(splitBy, timeZone, from, to), now);
            assert.deepEqual(ranges, rangesOfLogExport(from, to, now, splitBy, timeZone));
        });
        await fc.assert(property, { numRuns: 60 });
    });

    it("go on where a LogExport ends, whichever zone that had: no gap, no overlap", async () => {
        const property = fc.asyncProperty(cases, fc.constantFrom(...ZONES), async (one, otherZone) => {
            const { timeZone, splitBy, from, now } = one;
            const seam = from + Math.floor((now - 12 * HOUR - from) / 2);
            const ranges = [
                ...rangesOfLogExport(from, seam, now, splitBy, otherZone),
                ...(await rangesOfMachine(plan(splitBy, timeZone, seam), now)),
            ];
            assert.equal(ranges[0].from, from);
            for (const [index, { to }] of ranges.slice(0, -1).entries()) assert.equal(ranges[index + 1].from, to);
            assert.ok(ranges.every((range) => range.from < range.to));
            assert.ok(ranges[ranges.length - 1].to <= now - 12 * HOUR);
        });
        await fc.assert(property, { numRuns: 60 });
    });
});
