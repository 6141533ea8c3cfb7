import * as assert from "node:assert/strict";

/**
 * Asserts that work grows in proportion with its size: measured in processor time, in one run, the least of three each.
 * @param work does the work, and returns how many items that was.
 */
export function assertGrowsInProportion(work: (size: number) => number, few: number, many: number): void {
    work(many); // the code is warm
    const each = (size: number) => {
        const start = process.cpuUsage();
        const items = work(size);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / items;
    };
    const [short, long] = [few, many].map((size) => Math.min(...[1, 2, 3].map(() => each(size))));
    assert.ok(
        long < 4 * short,
        `${long} µs each of ${many} instead of ${short} each of ${few}: more than in proportion`,
    );
}
