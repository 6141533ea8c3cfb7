import { UnmarkedOwners } from "../providers/exportTask/run/unmarkedOwners";
import { type Aws } from "../providers/aws/clients";
import { type TaskRequest } from "../providers/aws/logs";
import { type Pace } from "../providers/aws/pace";
import { type Task } from "../providers/aws/task";
import { type TaskList } from "../providers/aws/taskList";
import { resourceNameOf } from "../providers/exportTask/urn";
import { type ExportContext } from "../providers/exportTask/run/context";
import { type EventClock } from "../sandbox/clock/eventClock";

/** A request to CloudWatch Logs as it was sent. */
export interface Sent {
    readonly at: number;
    readonly operation: string;
}

interface Running extends TaskRequest {
    readonly taskId: string;
    readonly start: number;
    readonly end: number;
}

/**
 * The service on simulated time: one active task, answers after a round trip, a refusal when the slot is taken. The
 * lengths of tasks are handed out in the order in which they are started.
 */
export class SimulatedService {
    readonly sent: Sent[] = [];
    readonly tasks: Running[] = [];
    refusals = 0;

    constructor(
        private readonly clock: EventClock,
        private readonly lengths: readonly number[],
        private readonly roundTripMs: () => number,
    ) {}

    async start(request: TaskRequest): Promise<string> {
        await this.travel("CreateExportTask");
        const last = this.tasks.at(-1);
        if (last && last.end > this.clock.now()) {
            this.refusals += 1;
            await this.clock.sleep(this.roundTripMs() / 2);
            throw Object.assign(new Error("Resource limit exceeded."), { name: "LimitExceededException" });
        }
        const taskId = `task-${this.tasks.length}`;
        const start = this.clock.now();
        this.tasks.push({ ...request, taskId, start, end: start + this.lengths[this.tasks.length] });
        await this.clock.sleep(this.roundTripMs() / 2);
        return taskId;
    }

    async find(taskId: string): Promise<Task | undefined> {
        await this.travel("DescribeExportTasks");
        const task = this.tasks.find((one) => one.taskId === taskId);
        const seen = task && this.view(task);
        await this.clock.sleep(this.roundTripMs() / 2);
        return seen;
    }

    /** The sum of the tasks' own run times over the time from the first start to the last end. */
    utilisation(): number {
        const busy = this.tasks.reduce((sum, { start, end }) => sum + end - start, 0);
        return busy / this.span();
    }

    requestsPerSecond(): number {
        return this.sent.length / (this.span() / 1000);
    }

    /** The most requests of one operation that any second saw. */
    peakPerSecond(): number {
        const peaks = ["CreateExportTask", "DescribeExportTasks"].map((operation) => {
            const times = this.sent.filter((one) => one.operation === operation).map(({ at }) => at);
            return Math.max(
                0,
                ...times.map((from, index) => times.slice(index).filter((at) => at - from < 999.5).length),
            );
        });
        return Math.max(...peaks);
    }

    /** The replacement for AWS that the provider's code receives. */
    asAws(pace: Pace): Aws {
        const written = new Set<string>();
        return {
            time: () => this.clock.now(),
            caller: () => Promise.resolve({ account: "simulated", arn: "arn:aws:iam::1:user/x" }),
            logs: {
                startTask: async (request) => {
                    await pace("CreateExportTask");
                    return this.start(request);
                },
                findTask: async (taskId) => {
                    await pace("DescribeExportTasks");
                    return this.find(taskId);
                },
                listTasks: async (status) => {
                    await pace("DescribeExportTasks");
                    await this.travel("DescribeExportTasks");
                    await this.clock.sleep(this.roundTripMs() / 2);
                    return this.tasks
                        .map((task) => this.view(task))
                        .filter((task) => !status || task.status === status);
                },
                cancelTask: () => Promise.resolve(),
                findLogGroup: () => Promise.resolve(undefined),
                describeLogGroups: () => Promise.resolve([]),
                listLogGroups: () => Promise.resolve([]),
                retentionPolicies: () => Promise.resolve([]),
                namesLike: () => Promise.resolve([]),
                creationTimeOf: () => Promise.resolve(0),
            },
            s3: {
                // One object is enough to believe, and whatever was written beside it.
                async *list(bucket, prefix) {
                    for (const key of [...written].sort()) {
                        if (key.startsWith(prefix)) yield { key, bytes: 1, etag: "", modified: 0 };
                    }
                    yield { key: `${prefix}stream/000000.gz`, bytes: bucket.length, etag: "", modified: 0 };
                },
                find: () => Promise.resolve(undefined),
                download: () => Promise.reject(new Error("nobody downloads")),
                read: () => Promise.resolve(undefined),
                write: (_bucket, key) => {
                    written.add(key);
                    return Promise.resolve();
                },
                remove: () => Promise.resolve(),
                removeAll: () => Promise.resolve(),
                empty: () => Promise.resolve(),
                regionOf: () => Promise.resolve(undefined),
                policyOf: () => Promise.resolve(undefined),
                keyOf: () => Promise.resolve(undefined),
            },
            kms: {
                describeKey: (arn) => Promise.resolve({ arn, state: "Enabled" }),
                keyPolicyOf: () => Promise.resolve(undefined),
            },
        };
    }

    private async travel(operation: string): Promise<void> {
        this.sent.push({ at: this.clock.now(), operation });
        await this.clock.sleep(this.roundTripMs() / 2);
    }

    private span(): number {
        return Math.max(...this.tasks.map(({ end }) => end)) - this.tasks[0].start;
    }

    private view(task: Running): Task {
        const isOver = task.end <= this.clock.now();
        return {
            ...task,
            status: isOver ? "COMPLETED" : "RUNNING",
            creationTime: task.start,
            completionTime: isOver ? task.end : undefined,
        };
    }
}

/** The environment of an export on this service. */
export function contextOn(
    clock: EventClock,
    aws: Aws,
    tasks: TaskList,
    given: Pick<ExportContext, "inputs" | "progress" | "account">,
): ExportContext {
    const owner = `owner-of-${resourceNameOf(given.inputs.shortUrn)}`;
    const isEngineAlive = () => Promise.resolve(true);
    const unmarkedOwners = new UnmarkedOwners();
    return { ...given, aws, awsOnce: aws, tasks, clock, owner, unmarkedOwners, isEngineAlive, replaced: [] };
}
