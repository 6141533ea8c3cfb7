import * as assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { exportSteps, openStage, succeeded } from "../engine/stage";
import { ROOT } from "../package/project";
import { hosts, VIRTUAL_ENVIRONMENT } from "./hosts";

const { found } = hosts();
const python = found.find(({ language }) => language === "python");
const CONFIG = {
    logGroups: ["/aws/lambda/payments"],
    from: "2026-10-05T00:00:00Z",
    to: "2026-10-07T00:00:00Z",
};

describe("examples/python", function () {
    this.timeout(600_000);

    if (!python) {
        console.log("examples/python: not run, because there is no Pulumi CLI with Python on PATH");
        return;
    }

    it("exports each day once, and is destroyed", async () => {
        python.prepare();
        const folder = mkdtempSync(join(tmpdir(), "python-example-"));
        cpSync(join(ROOT, "examples", "python"), folder, { recursive: true });
        useWhatIsInstalled(join(folder, "Pulumi.yaml"));
        const stage = await openStage({ engine: "pulumi", program: folder, warm: false });
        try {
            const up = succeeded(await stage.up(CONFIG));
            assert.equal(exportSteps(up).length, 2);
            assert.equal((up.outputs.exports as string[]).length, 2);
            assert.deepEqual(exportSteps(succeeded(await stage.up(CONFIG))), []);
            succeeded(await (await stage.open(CONFIG)).destroy());
        } finally {
            await stage.close();
            rmSync(folder, { recursive: true });
        }
    });
});

/** In place of what `pulumi package add` would install, the SDK that is there, and this checkout as the plugin. */
function useWhatIsInstalled(file: string): void {
    const { packages, runtime, ...project } = load(readFileSync(file, "utf8")) as {
        readonly packages: Readonly<Record<string, string>>;
        readonly runtime: { readonly name: string; readonly options: object };
    };
    const [name] = Object.keys(packages);
    assert.deepEqual(packages, { [name]: "../.." });
    const plugins = { providers: [{ name, path: ROOT }] };
    const options = { ...runtime.options, virtualenv: VIRTUAL_ENVIRONMENT };
    writeFileSync(file, dump({ ...project, plugins, runtime: { ...runtime, options } }));
}
