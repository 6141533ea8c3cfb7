import * as assert from "node:assert/strict";
import { DAY_MS, HOUR_MS } from "../../providers/durations";
import { type Verification } from "../../commands/verify/verify";
import { Archive, AUGUST, URI, uriOf } from "./archive";

const FROM = AUGUST - 30 * DAY_MS;
/** Where each fault is. */
const CREATED_LATE = 7;
const EMPTY = { group: 3, day: 4 };
const DELETED = { group: 5, day: 7 };
const CHANGED = { group: 9, day: 10 };
const MISSING = { group: 12, day: 8 };

interface Place {
    readonly group: number;
    readonly day: number;
}

const nameOf = (group: number) => `/app/service-${String(group).padStart(2, "0")}`;
const startOf = (day: number) => FROM + day * DAY_MS;
const dateOf = (day: number) => new Date(startOf(day)).toISOString().slice(0, 10);

/** Three events a day, one of them with several lines, in no particular order. */
function eventsOf(group: number, stream: string, days: readonly number[]) {
    const busy = days.filter((day) => !(group === EMPTY.group && day === EMPTY.day));
    return busy.flatMap((day) =>
        [17, 3, 9].map((hour) => ({
            timestamp: startOf(day) + hour * HOUR_MS + group,
            message:
                hour === 9 ? `Error: ${group} ${stream}\n    at day ${day}\n` : `${group} ${stream} ${day} ${hour}`,
        })),
    );
}

/** Runs the commands on an exported archive with planted faults. They must report exactly these. */
export function findsPlantedFaults({ groups: count, days }: { groups: number; days: number }): void {
    describe(`an archive of ${count} log groups and ${days} days, with planted faults`, function () {
        this.timeout(days * 10_000); // one export after the other
        const created = Math.floor(days / 2);
        const firstDay = (group: number) => (group === CREATED_LATE ? created : 0);
        const daysOf = (group: number) =>
            Array.from({ length: days - firstDay(group) }, (_, index) => firstDay(group) + index);
        let archive: Archive;
        const planted = { deleted: "", changed: "" };

        before(async () => {
            const groups = Array.from({ length: count }, (_, group) => ({
                name: nameOf(group),
                creationTime: group === CREATED_LATE ? startOf(created) : startOf(-1),
                streams: ["web/1", "jobs"].map((name) => ({ name, events: eventsOf(group, name, daysOf(group)) })),
            }));
            archive = await Archive.open(groups);
            for (let group = 0; group < count; group++) {
                const range = { from: startOf(firstDay(group)), to: startOf(days) };
                await archive.export({ logGroupName: nameOf(group), range, splitBy: "day" });
            }
            const keyOf = ({ group, day }: Place) => {
                const [year, month, date] = dateOf(day).split("-");
                return `log_group=%2Fapp%2F${nameOf(group).slice(5)}/year=${year}/month=${month}/day=${date}/`;
            };
            archive.remove(...archive.keys(keyOf(MISSING)));
            [planted.deleted] = archive.dataKeys(keyOf(DELETED));
            archive.remove(planted.deleted);
            [planted.changed] = archive.dataKeys(keyOf(CHANGED));
            const body = archive.body(planted.changed);
            body[9] ^= 1; // the same size
            archive.put(planted.changed, body);
        });
        after(() => archive.close());

        it("is shown by coverage: exactly the gaps, the empty day, and what was before a creation", async () => {
            const { status, stdout } = await archive.run("coverage", URI, "--json");
            const { logGroups } = JSON.parse(stdout) as {
                logGroups: { name: string; gaps: object[]; cells: { from: string; state: string }[] }[];
            };
            assert.equal(status, 1);
            assert.equal(logGroups.length, count);
            const gap = ({ group, day }: Place, reason: string) => {
                const [from, to] = [day, day + 1].map((one) => `${dateOf(one)}T00:00:00Z`);
                return { name: nameOf(group), from, to, reason };
            };
            assert.deepEqual(
                logGroups.flatMap(({ name, gaps }) => gaps.map((one) => ({ name, ...one }))),
                [gap(DELETED, "incomplete"), gap(MISSING, "missing")],
            );
            const others = logGroups.flatMap(({ name, cells }) =>
                cells.filter(({ state }) => state !== "exported").map(({ from, state }) => `${name} ${from} ${state}`),
            );
            const cell = ({ group, day }: Place, state: string) => `${nameOf(group)} ${dateOf(day)}T00:00:00Z ${state}`;
            assert.deepEqual(others, [
                cell(EMPTY, "empty"),
                cell(DELETED, "incomplete"),
                ...Array.from({ length: created }, (_, day) => cell({ group: CREATED_LATE, day }, "before creation")),
                cell(MISSING, "missing"),
            ]);
        });

        it("is shown by verify: exactly the deleted and the changed object", async () => {
            const { status, stdout } = await archive.run("verify", URI, "--json");
            const { findings, exports } = JSON.parse(stdout) as Verification;
            assert.equal(status, 1);
            assert.deepEqual(
                findings.map(({ kind, uri }) => `${kind} ${uri}`),
                [`missing ${uriOf(planted.deleted)}`, `changed ${uriOf(planted.changed)}`],
            );
            assert.equal(exports, count * days - created - 1);
        });

        it("is read: exactly the events of a log group and a range, in order, messages of several lines whole", async () => {
            const [from, to] = [startOf(2) + 9 * HOUR_MS, startOf(days - 1) + 1];
            const { status, stdout, stderr } = await archive.run(
                ...["read", URI, "--log-group", nameOf(3)],
                ...["--from", new Date(from).toISOString(), "--to", new Date(to).toISOString()],
            );
            assert.deepEqual([status, stderr], [0, ""]);
            const wanted = ["web/1", "jobs"]
                .flatMap((stream) => eventsOf(3, stream, daysOf(3)))
                .filter(({ timestamp }) => timestamp >= from && timestamp < to)
                .map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}\n`);
            const found = stdout.split(/(?<=\n)(?=\d{4}-\d\d-\d\dT[\d:.]{12}Z )/);
            assert.ok(wanted.length > 3 * days);
            const times = found.map((text) => text.slice(0, 24));
            assert.deepEqual(times, [...times].sort());
            assert.deepEqual([...found].sort(), [...wanted].sort());
        });
    });
}
