import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Aws, startAws } from "../../sandbox/aws";
import { openStack, type Operation, type OperationResult } from "../../sandbox/engine";
import { ROOT } from "../package/project";
import { startWarm } from "../support/warm/startWarm";
import { NOW, REGION } from "../support/account";
import { MovableClock } from "../support/movableClock";

const SPEED = 10;

/** An AWS and a stack of an example, on fast time that can be advanced. */
export class Stage {
    readonly state = mkdtempSync(join(tmpdir(), "example-"));

    private constructor(
        readonly example: string,
        readonly aws: Aws,
        readonly clock: MovableClock,
    ) {}

    static async open(example: string): Promise<Stage> {
        const clock = new MovableClock(NOW, SPEED);
        const aws = await startAws({
            clock,
        });
        return new Stage(example, aws, clock);
    }

    /** On the example's own stack, unless another is named. */
    async run(
        operation: Operation,
        config: Readonly<Record<string, unknown>>,
        { example, stack: name }: { example: string; stack?: string } = { example: this.example },
    ): Promise<OperationResult> {
        const texts = Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]);
        const stack = await openStack({
            engine: "embedded",
            program: join(ROOT, "examples", example),
            state: this.state,
            stack: name,
            awsEndpoint: this.aws.endpoint,
            clock: this.clock.settings,
            startChild: startWarm,
            config: { "aws:region": REGION, ...Object.fromEntries(texts) },
        });
        return stack[operation]();
    }

    /** A log group with events in a stream, spread over the range. */
    fill(
        logGroup: string,
        stream: string,
        { from, to }: { from: string; to: string },
        { region = REGION, creationTime }: { region?: string; creationTime?: number } = {},
    ): void {
        const [start, end] = [Date.parse(from), Date.parse(to)];
        const events = Array.from({ length: 30 }, (_, index) => ({
            timestamp: start + Math.floor(((index + 0.5) * (end - start)) / 30),
            message: `event ${index}`,
        }));
        this.aws.seed({ logGroups: [{ name: logGroup, region, creationTime, streams: [{ name: stream, events }] }] });
    }

    exportsStarted(): number {
        return this.aws.requests.filter(({ operation }) => operation === "CreateExportTask").length;
    }

    async close(): Promise<void> {
        await this.aws.close();
        rmSync(this.state, { recursive: true, force: true });
    }
}
