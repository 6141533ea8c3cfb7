import { parseArgs } from "node:util";
import { simulateNights } from "./machine/nights";

// npm run test:nights -- --nights 30 --groups 200 --seed 1
const { values } = parseArgs({
    options: {
        nights: { type: "string", default: "30" },
        groups: { type: "string", default: "200" },
        seed: { type: "string", default: "1" },
    },
});

async function main(): Promise<void> {
    const [nights, groups, seed] = [values.nights, values.groups, values.seed].map(Number);
    const report = await simulateNights(nights, groups, seed);
    const { hours, runs, ...figures } = report;
    console.log(`${report.nights} nights × ${report.logGroups} log groups, seed ${seed}: every event exactly once`);
    console.table(figures);
    console.log(`runs: ${JSON.stringify(runs)}`);
    const sorted = [...hours].sort((a, b) => a - b);
    const [median, longest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1) ?? 0].map((one) => one.toFixed(1));
    console.log(`a night took ${median} h in the middle, ${longest} h at most`);
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
