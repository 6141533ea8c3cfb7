import type { Control, ForeignTask, TaskView } from "./control";
import type { Call } from "../http/call";
import type { Emulator } from "../http/handle";
import { finishTask, advanceTasks } from "../logs/exportRun";
import { isActive, statusOf, type ExportTask } from "../logs/exportTask";
import { newTask } from "../logs/exportTasks";
import { partitionOf } from "../partition";
import { runLifecycle } from "../s3/lifecycleRun";
import { applySeed } from "../seed";
import { takeSnapshot } from "../snapshot";
import { logsOf } from "../state";

/** The control API for an emulator in this process. */
export function controlsOf(emulator: Emulator): Control {
    const advance = (): number => {
        const now = emulator.now();
        advanceTasks(emulator, now);
        return now;
    };
    const allTasks = () => Object.values(emulator.world.logs).flatMap((region) => region.tasks);
    return {
        async seed(seed) {
            applySeed(emulator.world, seed, emulator.settings.accountId, emulator.now());
        },
        async injectFault(fault) {
            return emulator.faults.inject(fault);
        },
        async faults() {
            return emulator.faults.list();
        },
        async clearFaults(id) {
            emulator.faults.clear(id);
        },
        async requests() {
            return [...emulator.requests];
        },
        async clearRequests() {
            emulator.requests.length = 0;
        },
        async snapshot() {
            return takeSnapshot(emulator.world, advance());
        },
        async tasks() {
            advance();
            return allTasks().map(view);
        },
        async startForeignTask(foreign) {
            return view(startForeignTask(emulator, foreign, advance()));
        },
        async endTask(taskId, code, message) {
            const now = advance();
            const task = allTasks().find((one) => one.taskId === taskId);
            if (!task || !isActive(task)) throw new Error(`No active task ${taskId}.`);
            finishTask(emulator, task, now, code, message);
            return view(task);
        },
        async registerKey(accessKeyId, key) {
            emulator.world.keys[accessKeyId] = key;
        },
        async runLifecycle() {
            return runLifecycle(emulator.world, advance(), emulator.uuid);
        },
        async now() {
            return emulator.now();
        },
    };
}

function view(task: ExportTask): TaskView {
    return { ...task, status: statusOf(task).code };
}

/** Skips all checks of CreateExportTask except one: only one task may be active. */
function startForeignTask(emulator: Emulator, foreign: ForeignTask, now: number): ExportTask {
    const { region, accountId = emulator.settings.accountId, runMilliseconds } = foreign;
    const { tasks } = logsOf(emulator.world, accountId, region);
    if (tasks.some(isActive)) throw new Error(`A task is already active in ${accountId}/${region}.`);
    const call: Call = {
        world: emulator.world,
        settings: emulator.settings,
        now,
        service: "logs",
        operation: "CreateExportTask",
        region,
        caller: {
            accessKeyId: "SOMEBODYELSE",
            accountId,
            arn: `arn:${partitionOf(region)}:iam::${accountId}:user/other`,
        },
        requestId: "",
        staleMilliseconds: 0,
        taskOverrides: runMilliseconds === undefined ? { outcome: "HANG" } : { runMilliseconds },
        uuid: emulator.uuid,
    };
    const task = newTask(
        call,
        {
            taskName: foreign.taskName ?? "somebody-elses-export",
            logGroupName: foreign.logGroupName ?? "/somebody/else",
            from: foreign.from ?? 0,
            to: foreign.to ?? now,
            destination: foreign.destination ?? "somebody-elses-bucket",
            destinationPrefix: foreign.destinationPrefix,
        },
        true,
    );
    tasks.push(task);
    return task;
}
