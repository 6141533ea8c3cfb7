import * as assert from "node:assert/strict";
import { type Aws, openAws, type OpenAws, startAws } from "../../../sandbox/aws";
import { seededRandom } from "../../../sandbox/aws/random";
import { type Seed } from "../../../sandbox/aws/seed";
import { openStack, type OperationResult } from "../../../sandbox/engine";
import { EventClock, sandboxTasks, Service, statesEngine } from "../../../sandbox/stepFunctions";
import { newProject, PACKAGE, type Project, ROOT } from "../../package/project";
import { NOW, REGION } from "../../support/account";
import { MovableClock } from "../../support/movableClock";
import { startWarm } from "../../support/warm/startWarm";
import { type Block } from "../markdown";
import { runAws } from "./awsCommand";
import { commandsOf, optionsOf } from "./shell";

const SPEED = 1_000;

/** What `pulumi new` installs, by template, and its compiler's options: github.com/pulumi/templates. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
    typescript: ["@pulumi/pulumi", "@types/node"],
    "aws-typescript": ["@pulumi/pulumi", "@pulumi/aws", "@types/node"],
};
const TEMPLATE_OPTIONS = { strict: true, target: "es2020", module: "commonjs", moduleResolution: "node" };

/** Somebody who follows a guide from an empty folder, in an AWS of the sandbox: a program can import only what was installed. */
export class Guide {
    readonly results: OperationResult[] = [];
    /** What the AWS commands answered, in order. */
    readonly answers: unknown[] = [];
    private readonly project: Project;
    private readonly installed = new Set<string>();
    private readonly config = new Map<string, string | string[]>();
    private stack: string | undefined;
    private machines: { aws: OpenAws; service: Service; clock: EventClock } | undefined;

    private constructor(
        readonly aws: Aws,
        readonly clock: MovableClock,
    ) {
        this.project = newProject({ main: "index.ts" }, {});
        this.project.write("tsconfig.json", JSON.stringify({ compilerOptions: TEMPLATE_OPTIONS }));
    }

    static async open(seed: Seed, now = NOW): Promise<Guide> {
        const clock = new MovableClock(now, SPEED);
        const aws = await startAws({ clock, limits: { throttle: false } });
        aws.seed(seed);
        return new Guide(aws, clock);
    }

    async close(): Promise<void> {
        await this.aws.close();
        this.project.remove();
    }

    /** Saves a block as the program. */
    save({ text }: Block): void {
        this.project.write("index.ts", text);
    }

    /** Types a block's commands. */
    async type({ text }: Block): Promise<void> {
        for (const command of commandsOf(text)) await this.run(command);
    }

    get outputs(): Readonly<Record<string, unknown>> {
        return this.results.at(-1)?.outputs ?? {};
    }

    /** Lets runs of state machines end. */
    async settle(): Promise<void> {
        await this.machines?.service.run();
    }

    /** The executions that have been started, oldest first. */
    get executions() {
        return this.machines?.service.executions ?? [];
    }

    private async run(command: readonly string[]): Promise<void> {
        const [program, verb, ...words] = command;
        if (program === "npm" && verb === "install") this.install(words);
        else if (program === "npm" && verb === "ci") assert.ok(this.installed.size > 0, "nothing to install again");
        else if (program === "pulumi" && verb === "new") this.install(TEMPLATES[words[0]]);
        else if (program === "pulumi" && verb === "config") this.configure(words);
        else if (program === "pulumi" && verb === "stack" && words[0] === "init") this.stack = words[1];
        else if (program === "pulumi" && (verb === "up" || verb === "preview" || verb === "destroy")) {
            const { options, rest } = optionsOf(words.filter((word) => word !== "--yes"));
            assert.deepEqual([options.filter(([name]) => name !== "stack"), rest], [[], []]);
            const [[, stack] = ["stack", this.stack]] = options;
            this.stack = stack as string | undefined;
            await this.operate(verb);
        } else if (program === "aws") await this.askAws(command);
        else throw new Error(`No guide's command so far: ${command.join(" ")}`);
    }

    private install(packages: readonly string[]): void {
        for (const name of packages.filter((one) => !this.installed.has(one))) {
            this.installed.add(name);
            this.project.link(name, name === PACKAGE ? ROOT : undefined);
        }
    }

    /** `pulumi config set [--path] key value`. */
    private configure([set, ...words]: readonly string[]): void {
        const isPath = words[0] === "--path";
        const [key, value, ...rest] = isPath ? words.slice(1) : words;
        assert.deepEqual([set, rest], ["set", []]);
        const [, list, index] = (isPath && /^(\w+)\[(\d+)\]$/.exec(key)) || [];
        if (list === undefined) return void this.config.set(key, value);
        const values = (this.config.get(list) ?? []) as string[];
        values[Number(index)] = value;
        this.config.set(list, values);
    }

    private async operate(operation: "up" | "preview" | "destroy"): Promise<void> {
        const texts = [...this.config].map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]);
        const stack = await openStack({
            engine: "embedded",
            program: this.project.folder,
            state: `${this.project.folder}/state`,
            stack: this.stack,
            awsEndpoint: this.aws.endpoint,
            clock: this.clock.settings,
            startChild: startWarm,
            config: Object.fromEntries(texts) as Record<string, string>,
        });
        const result = await stack[operation]();
        assert.equal(result.result, "succeeded", `${result.error}\n${JSON.stringify(result.diagnostics)}`);
        this.results.push(result);
    }

    /** With the stack's outputs, and what the page calls TABLE and ARN, put in. */
    private async askAws(command: readonly string[]): Promise<void> {
        const words = command.map((word, index) => {
            if (word === "TABLE") return String(this.outputs.checkpoints);
            if (word === "ARN" && command[index - 1] === "--state-machine-arn")
                return String(this.outputs.stateMachine);
            if (word === "ARN") return this.executions.at(-1)!.arn;
            return word.replace(/\$\(pulumi stack output (\w+)\)/g, (_, name: string) => String(this.outputs[name]));
        });
        const { aws } = words[1] === "s3" ? this : this.withMachines();
        this.answers.push(await runAws(aws, words));
    }

    /** The same AWS, with an interpreter that runs its state machines in no time. */
    private withMachines() {
        if (this.machines) return this.machines;
        const { takenAt, ...snapshot } = this.aws.snapshot();
        const clock = new EventClock(takenAt);
        const aws = openAws({ clock, snapshot: { takenAt, ...snapshot }, randomSeed: 1, limits: { throttle: false } });
        const tasks = sandboxTasks(aws, { region: REGION, clock });
        const service = new Service({ clock, tasks, random: seededRandom(1), region: REGION });
        aws.connect(statesEngine(service));
        for (const machine of Object.values(aws.world.stateMachines)) service.createStateMachine(machine);
        this.machines = { aws, service, clock };
        return this.machines;
    }
}
