import * as assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type EngineName } from "../../sandbox/engine";
import { childEnvironment } from "../../sandbox/engine/environment";
import { exportSteps, isOnPath, openStage, type Stage, succeeded, taskIds } from "../engine/stage";
import { REGION } from "../support/account";

const YAML = join(__dirname, "programs", "tasks-yaml");
const NODEJS = join(__dirname, "programs", "tasks-nodejs");
const missing = ["pulumi", "pulumi-language-yaml", "pulumi-language-nodejs"].filter((command) => !isOnPath(command));
const engines: EngineName[] = missing.length === 0 ? ["embedded", "pulumi"] : ["embedded"];
if (missing.length > 0)
    console.log(`moving a stack: not run on the Pulumi CLI, because there is no ${missing.join(", ")} on PATH`);

for (const engine of engines) {
    describe(`a stack that moves between the npm package and the plugin, on the ${engine} engine`, () => {
        let stage: Stage;
        beforeEach(async () => {
            stage = await openStage({ engine, program: NODEJS });
        });
        afterEach(() => stage.close());

        for (const [begun, moves] of [
            [NODEJS, [YAML, NODEJS]],
            [YAML, [NODEJS]],
        ] as const) {
            it(`keeps its export from ${basename(begun)} on, and nothing is exported again`, async () => {
                const open = (program: string) => stage.open({}, program);
                const first = taskIds(succeeded(await (await open(begun)).up()));
                for (const program of moves) {
                    const moved = succeeded(await (await open(program)).up());
                    assert.deepEqual(taskIds(moved), first, program);
                    assert.deepEqual(exportSteps(moved), ["update task"], "recorded in the way of the other host");
                    succeeded(await (await open(program)).refresh());
                    assert.deepEqual(exportSteps(succeeded(await (await open(program)).up())), [], program);
                }
                assert.equal((await stage.aws.control.tasks()).length, 1);
                succeeded(await (await open(NODEJS)).destroy());
            });
        }
    });
}

if (missing.length === 0)
    describe("pulumi import of a task that exists, into a YAML program", () => {
        it("is neither replaced nor exported again by the next up", async () => {
            const stage = await openStage({ engine: "pulumi", program: YAML, warm: false });
            try {
                const { task } = taskIds(succeeded(await stage.up({})));
                succeeded(await (await stage.open({})).destroy());
                // Of an import Pulumi tells a plugin the ID and this config alone.
                const config = { "cloudwatch-logs-export:region": REGION };
                succeeded(await (await stage.open(config)).preview()); // writes the config
                await importTask(stage, task, config);
                const up = succeeded(await stage.up(config));
                assert.deepEqual(taskIds(up), { task });
                assert.deepEqual(
                    exportSteps(up).filter((step) => step !== "update task"),
                    [],
                );
                assert.equal((await stage.aws.control.tasks()).length, 1);
            } finally {
                await stage.close();
            }
        });
    });

/** The command of docs/languages.md itself, for which the Automation API has no method in every version. */
async function importTask(stage: Stage, id: string, config: Readonly<Record<string, string>>): Promise<void> {
    const settings = join(stage.state, "pulumi");
    const options = ["--yes", "--protect=false", "--generate-code=false", "--stack", "sandbox"];
    const file = ["--config-file", join(settings, "Pulumi.sandbox.yaml")];
    const what = ["cloudwatch-logs-export:index:ExportTask", "task", id];
    const {
        aws,
        clock: { settings: clock },
    } = stage;
    const sandbox = childEnvironment({ base: process.env, config, awsEndpoint: aws.endpoint, clock, embedded: false });
    await promisify(execFile)("pulumi", ["import", ...what, ...options, ...file], {
        cwd: YAML,
        env: {
            ...sandbox,
            PULUMI_HOME: join(settings, "home"),
            PULUMI_BACKEND_URL: pathToFileURL(settings).href,
            PULUMI_CONFIG_PASSPHRASE: "",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        },
    });
}
