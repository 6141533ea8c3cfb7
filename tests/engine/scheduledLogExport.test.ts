import * as assert from "node:assert/strict";
import { openAws } from "../../sandbox/aws";
import { seededRandom } from "../../sandbox/aws/random";
import { EventClock, sandboxTasks, Service, statesEngine } from "../../sandbox/stepFunctions";
import { REGION } from "../support/account";
import { messagesOf, onEveryEngine, openStage, type Stage, succeeded } from "./stage";
import { plainTexts } from "./plainTexts";

onEveryEngine("a scheduled export", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "scheduled" });
    });
    afterEach(() => stage.close());

    it("is made, changes nothing the next time, does its work with its own role, and goes without a trace", async () => {
        const made = succeeded(await stage.up({}));
        const again = succeeded(await stage.up({}));
        assert.deepEqual(
            again.steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`),
            [],
        );

        const { takenAt, ...snapshot } = stage.aws.snapshot();
        const clock = new EventClock(takenAt);
        const aws = openAws({ clock, snapshot: { takenAt, ...snapshot }, randomSeed: 1 });
        const tasks = sandboxTasks(aws, { region: REGION, clock });
        const service = new Service({ clock, tasks, random: seededRandom(1), region: REGION });
        aws.connect(statesEngine(service));
        const machine = aws.world.stateMachines[String(made.outputs.machine)];
        service.createStateMachine(machine);
        const [schedule] = Object.values(aws.world.schedules);
        assert.equal((schedule.given.Target as { Arn: string }).Arn, machine.arn);
        const execution = service.startExecution({ stateMachineArn: machine.arn });
        await service.run();
        assert.equal(execution.status, "SUCCEEDED", `${execution.error}: ${execution.cause}`);
        const exported = Object.keys(aws.world.buckets[String(made.outputs.bucket)].objects);
        assert.ok(
            exported.some((key) => key.endsWith("/stream/000000.gz")),
            exported.join(),
        );
        assert.deepEqual(
            aws.decisions.filter(({ verdict }) => verdict !== "allow"),
            [],
        );

        succeeded(await (await stage.open({})).destroy());
        const { world } = stage.aws;
        const kinds = [world.stateMachines, world.schedules, world.roles, world.tables, world.topics, world.rules];
        assert.deepEqual(
            kinds.flatMap((kind) => Object.keys(kind)),
            [],
        );
    });

    it("keeps a secret log group name out of the state and the run's lines", async () => {
        const config = { secretName: "/customers/hidden" };
        const result = succeeded(await stage.up(config));
        const { deployment } = await (await stage.open(config)).exportState();
        const texts = plainTexts((deployment.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:")));
        assert.ok(texts.includes("cron(0 3 * * ? *)"), "the schedule is in the state");
        assert.deepEqual(
            texts.filter((text) => text.includes("hidden")),
            [],
        );
        assert.doesNotMatch(`${messagesOf(result)}\n${JSON.stringify(result.outputs)}`, /hidden/);
    });
});
