import * as assert from "node:assert/strict";
import { type Aws } from "../../../../providers/aws/clients";
import { newPace } from "../../../../providers/aws/pace";
import { TaskList } from "../../../../providers/aws/taskList";
import { runExport } from "../../../../providers/exportTask/run/run";
import { UnfinishedExport } from "../../../../providers/exportTask/run/unfinished";
import { EventClock } from "../../../../sandbox/clock/eventClock";
import { contextOn, SimulatedService } from "../../../../benchmarks/simulatedService";
import { exportInputs } from "../../../support/account";
import { DAY } from "../../../support/durations";

describe("an export on simulated time", () => {
    let runs = 0;
    const silent = { report: () => undefined, warn: () => undefined, arrived: () => Promise.resolve() };

    /** Runs one export whose task takes this long. `change` modifies the answers of the service. */
    async function run(lengthMs: number, change: (aws: Aws) => Partial<Aws["logs"]> = () => ({})) {
        const clock = new EventClock();
        const service = new SimulatedService(clock, [lengthMs], () => 80);
        const simulated = service.asAws(newPace(clock));
        const aws = { ...simulated, logs: { ...simulated.logs, ...change(simulated) } };
        const given = { inputs: exportInputs({ settleHours: -Infinity }), progress: silent, account: `run ${++runs}` };
        const outcome = clock.run(runExport(contextOn(clock, aws, new TaskList(aws.time), given)));
        const settled = await outcome.then(
            (outputs) => ({ outputs, error: undefined }),
            (error: unknown) => ({ outputs: undefined, error }),
        );
        return { ...settled, clock, service };
    }

    it("that takes 23 hours is watched to its end, at a request every 15 seconds in the long run", async () => {
        const { outputs, error, service } = await run(23 * 3600_000);
        assert.ifError(error);
        assert.equal(outputs?.status, "COMPLETED");
        assert.ok(service.sent.length < 6_500, `${service.sent.length} requests`);
    });

    it("that runs into the service's 24 hours is reported with the advice to split the range", async () => {
        const { error } = await run(DAY - 1_000, (aws) => ({
            findTask: async (taskId) => {
                const task = await aws.logs.findTask(taskId);
                return task?.status === "COMPLETED" ? { ...task, status: "FAILED", statusMessage: undefined } : task;
            },
        }));
        assert.ok(error instanceof UnfinishedExport);
        assert.match(
            error.message,
            /is FAILED without a message. The service stops a task after 24 hours: split the range/,
        );
        assert.equal(error.outputs.status, "FAILED");
    });

    it("is not lost when the listing lags behind by a minute", async () => {
        const { outputs } = await run(90_000, (aws) => {
            let looks = 0;
            return {
                findTask: async (taskId) => {
                    const task = await aws.logs.findTask(taskId);
                    return ++looks < 50 ? undefined : task;
                },
            };
        });
        assert.equal(outputs?.status, "COMPLETED");
    });
});
