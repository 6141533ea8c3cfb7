import { type ExportTaskInputs, withDefaults } from "../providers/exportTask/inputs";
import { newPace } from "../providers/aws/pace";
import { progressFor } from "../providers/exportTask/progress/progress";
import { runExport } from "../providers/exportTask/run/run";
import { phaseOf } from "../providers/aws/task";
import { TaskList } from "../providers/aws/taskList";
import { seededRandom } from "../sandbox/aws/random";
import { EventClock } from "../sandbox/clock/eventClock";
import { contextOn, SimulatedService } from "./simulatedService";

/*
 * How well the one slot of an account and Region is used: 60 exports, 5 s to 10 min long, by the provider's own code, by a
 * poller that asks every five seconds, and by a back-off that doubles. All on the same simulated clock and service.
 */
const EXPORTS = 60;
const RUNS = 40;
const SHORTEST_MS = 5_000;
const LONGEST_MS = 600_000;

let accounts = 0;

type Driver = (service: SimulatedService, clock: EventClock) => Promise<void>;

const nothing = () => undefined;
/** Reports are made and paced as in a pipeline, and go nowhere. */
const progressOn = (clock: EventClock) =>
    progressFor({ status: nothing, warn: nothing, arrived: () => Promise.resolve() }, "sparse", clock);

function inputsOf(index: number, region = "eu-central-1"): ExportTaskInputs {
    return withDefaults({
        logGroupName: `/group/${index}`,
        from: 1,
        to: 2,
        destination: "archive",
        destinationPrefix: `prefix/${index}`,
        region,
        settleHours: 0, // the simulated time begins in 1970
        shortUrn: `dev::bench::::${region}-${index}`,
    }) as unknown as ExportTaskInputs;
}

/** The provider's code, exactly as an `up` of 60 exports runs it. */
const provider: Driver = async (service, clock) => {
    const aws = service.asAws(newPace(clock));
    const tasks = new TaskList(aws.time);
    const account = `simulated-${++accounts}`; // a slot of its own
    await Promise.all(
        Array.from({ length: EXPORTS }, (_, index) =>
            runExport(contextOn(clock, aws, tasks, { inputs: inputsOf(index), progress: progressOn(clock), account })),
        ),
    );
};

/** One export after the other. The busy slot and the running task are polled in the same intervals. */
const poller =
    (intervalMs: (attempt: number) => number): Driver =>
    async (service, clock) => {
        for (let index = 0; index < EXPORTS; index++) {
            const taskId = await service.start({ ...inputsOf(index), taskName: `${index}` });
            for (let attempt = 0; ; attempt++) {
                await clock.sleep(intervalMs(attempt));
                const task = await service.find(taskId);
                if (task && phaseOf(task.status) !== "active") break;
            }
        }
    };

const DRIVERS: Record<string, Driver> = {
    "this package": provider,
    "five-second poller": poller(() => 5_000),
    "doubling back-off, 1 s to 64 s": poller((attempt) => Math.min(64_000, 1_000 * 2 ** attempt)),
};

/** Lengths spread evenly over the orders of magnitude, as log groups' sizes are. */
function lengthsFor(random: () => number): number[] {
    const ratio = Math.log(LONGEST_MS / SHORTEST_MS);
    return Array.from({ length: EXPORTS }, () => SHORTEST_MS * Math.exp(random() * ratio));
}

/** The mean and its 95 % interval. */
function interval(values: readonly number[], digits: number): string {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    const half = 1.96 * Math.sqrt(variance / values.length);
    return `${mean.toFixed(digits)} ± ${half.toFixed(digits)}`;
}

async function measure(driver: Driver, seed: number): Promise<SimulatedService> {
    const random = seededRandom(seed);
    const clock = new EventClock();
    const lengths = lengthsFor(random);
    const service = new SimulatedService(clock, lengths, () => 40 + random() * 80);
    await clock.run(driver(service, clock));
    return service;
}

/** The time that equal exports in so many Regions take, each with a slot of its own. */
async function regions(count: number): Promise<number> {
    const clock = new EventClock();
    const account = `simulated-${++accounts}`;
    await clock.run(
        Promise.all(
            Array.from({ length: count }, (_, index) => {
                const aws = new SimulatedService(clock, [300_000], () => 80).asAws(newPace(clock));
                const inputs = inputsOf(0, `eu-central-${index + 1}`);
                const given = { inputs, progress: progressOn(clock), account };
                return runExport(contextOn(clock, aws, new TaskList(aws.time), given));
            }),
        ),
    );
    return clock.now();
}

/** The table, and the line about Regions below it. */
export async function slotTable(runs = RUNS): Promise<string[]> {
    const lines = [
        "| driver | slot utilisation | requests per second | most per second of one operation | refusals |",
        "|---|---|---|---|---|",
    ];
    for (const [name, driver] of Object.entries(DRIVERS)) {
        const services: SimulatedService[] = [];
        for (let seed = 1; seed <= runs; seed++) services.push(await measure(driver, seed));
        const utilisations = services.map((service) => service.utilisation());
        const rates = services.map((service) => service.requestsPerSecond());
        const peak = Math.max(...services.map((service) => service.peakPerSecond()));
        const refusals = services.reduce((sum, service) => sum + service.refusals, 0);
        const least = Math.min(...utilisations).toFixed(4);
        lines.push(
            `| ${name} | ${interval(utilisations, 4)} (least ${least}) | ${interval(rates, 2)} | ${peak} | ${refusals} |`,
        );
    }
    const [one, eight] = [await regions(1), await regions(8)];
    const seconds = (one / 1000).toFixed(1);
    return [
        ...lines,
        "",
        `8 equal exports in 8 Regions take ${(eight / one).toFixed(3)} × the time of one (${seconds} s).`,
    ];
}

export const SLOT_TITLE = `${EXPORTS} exports of 5 s to 10 min, ${RUNS} runs with seeds 1 to ${RUNS}, mean ± 95 % interval`;

if (require.main === module) {
    void slotTable().then((lines) => console.log([`${SLOT_TITLE}\n`, ...lines].join("\n")));
}
