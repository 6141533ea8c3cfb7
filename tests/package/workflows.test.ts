import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { ROOT } from "./project";

interface Step {
    readonly uses?: string;
    readonly run?: string;
}
interface Workflow {
    readonly permissions?: Readonly<Record<string, string>>;
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[]; readonly "timeout-minutes"?: number }>>;
}

const FOLDER = join(ROOT, ".github", "workflows");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
};

for (const file of readdirSync(FOLDER)) {
    describe(`workflow ${file}`, () => {
        const text = readFileSync(join(FOLDER, file), "utf8");
        const workflow = load(text) as Workflow;
        const jobs = Object.entries(workflow.jobs);

        it("pins every action by its commit, with the version beside it", () => {
            const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
            assert.ok(uses.length > 0);
            for (const line of uses) assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        });

        it("may read the repository and nothing else, but for single jobs", () => {
            assert.deepEqual(workflow.permissions, { contents: "read" });
        });

        it("ends by itself", () => {
            for (const [name, job] of jobs) assert.ok(job["timeout-minutes"], name);
        });

        it("runs npm scripts that there are", () => {
            const commands = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run = "" }) => run.split("\n")));
            const names = commands.flatMap((line) => /\bnpm run (?:--silent )?([\w:-]+)/.exec(line)?.[1] ?? []);
            assert.deepEqual(
                names.filter((name) => !(name in scripts)),
                [],
            );
        });

        it("puts nothing that somebody else may write into a command", () => {
            const commands = jobs.flatMap(([, { steps }]) => steps.map(({ run = "" }) => run));
            assert.deepEqual(
                commands.filter((run) => /\$\{\{(?!\s*matrix\.)/.test(run)),
                [],
            );
        });
    });
}
