import * as assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { engines } from "../engine/stage";
import { childEnvironment } from "../../sandbox/engine/environment";
import { ROOT } from "../package/project";
import { REGION } from "../support/account";
import { Stage } from "./stage";

const RANGE = { from: "2026-10-05T00:00:00Z", to: "2026-10-19T00:00:00Z" };

describe("the example automation", function () {
    this.timeout(120_000);

    if (!engines().includes("pulumi")) {
        console.log(
            "automation: not run inline, because the Automation API needs a Pulumi CLI, and there is none on PATH",
        );
        return;
    }

    it("runs the program inline, on the Pulumi CLI", async () => {
        const stage = await Stage.open("automation");
        try {
            stage.fill("/shop/payments", "one", RANGE);
            const env = childEnvironment({
                base: {
                    ...process.env,
                    PULUMI_BACKEND_URL: pathToFileURL(stage.state).href,
                    PULUMI_HOME: join(stage.state, "home"),
                    PULUMI_CONFIG_PASSPHRASE: "",
                    PULUMI_SKIP_UPDATE_CHECK: "true",
                    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                },
                config: { "aws:region": REGION },
                awsEndpoint: stage.aws.endpoint,
                clock: stage.clock.settings,
                embedded: false,
            });
            const script = ["-r", "ts-node/register/transpile-only", "index.ts", REGION, RANGE.from, RANGE.to];
            const folder = join(ROOT, "examples", "automation");
            const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: folder, env });
            const [uri] = JSON.parse(stdout) as string[];
            assert.match(uri, /^s3:\/\/logs-bucket-[0-9a-f]+\/logs\/log_group=%2Fshop%2Fpayments\/year=2026\//);
            assert.equal(stage.exportsStarted(), 1);
        } finally {
            await stage.close();
        }
    });
});
