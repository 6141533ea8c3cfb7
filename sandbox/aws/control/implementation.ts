import type { Control, ForeignTask, TaskView } from "./control";
import type { Call } from "../http/call";
import type { Machine } from "../http/handle";
import { finishTask, settleTasks } from "../logs/exportRun";
import { isActive, statusOf, type ExportTask } from "../logs/exportTask";
import { newTask } from "../logs/exportTasks";
import { partitionOf } from "../partition";
import { runLifecycle } from "../s3/lifecycleRun";
import { applySeed } from "../seed";
import { takeSnapshot } from "../snapshot";
import { logsOf } from "../state";

/** The control API on a machine of this process. */
export function controlsOf(machine: Machine): Control {
    const settled = (): number => {
        const now = machine.now();
        settleTasks(machine, now);
        return now;
    };
    const allTasks = () => Object.values(machine.world.logs).flatMap((region) => region.tasks);
    return {
        async seed(seed) {
            applySeed(machine.world, seed, machine.settings.accountId, machine.now());
        },
        async injectFault(fault) {
            return machine.faults.inject(fault);
        },
        async faults() {
            return machine.faults.list();
        },
        async clearFaults(id) {
            machine.faults.clear(id);
        },
        async requests() {
            return [...machine.requests];
        },
        async clearRequests() {
            machine.requests.length = 0;
        },
        async snapshot() {
            return takeSnapshot(machine.world, settled());
        },
        async tasks() {
            settled();
            return allTasks().map(view);
        },
        async startForeignTask(foreign) {
            return view(startForeignTask(machine, foreign, settled()));
        },
        async endTask(taskId, code, message) {
            const now = settled();
            const task = allTasks().find((one) => one.taskId === taskId);
            if (!task || !isActive(task)) throw new Error(`No active task ${taskId}.`);
            finishTask(machine, task, now, code, message);
            return view(task);
        },
        async registerKey(accessKeyId, key) {
            machine.world.keys[accessKeyId] = key;
        },
        async runLifecycle() {
            return runLifecycle(machine.world, settled(), machine.uuid);
        },
        async now() {
            return machine.now();
        },
    };
}

function view(task: ExportTask): TaskView {
    return { ...task, status: statusOf(task).code };
}

/** Past all checks, but not past the one that makes it matter: only one task may be active. */
function startForeignTask(machine: Machine, foreign: ForeignTask, now: number): ExportTask {
    const { region, accountId = machine.settings.accountId, runMilliseconds } = foreign;
    const { tasks } = logsOf(machine.world, accountId, region);
    if (tasks.some(isActive)) throw new Error(`A task is already active in ${accountId}/${region}.`);
    const call: Call = {
        world: machine.world,
        settings: machine.settings,
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
        taskFate: runMilliseconds === undefined ? { outcome: "HANG" } : { runMilliseconds },
        uuid: machine.uuid,
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
