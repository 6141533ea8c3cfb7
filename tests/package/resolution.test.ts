import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStack } from "../../sandbox/engine";
import { startWarm } from "../support/warm/startWarm";
import { type Account, BUCKET, GROUP, openAccount, REGION } from "../support/account";
import { newProject, pack, PACKAGE, type Project, ROOT, unpack } from "./project";

const TASK = JSON.stringify({
    logGroupName: GROUP,
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: BUCKET,
});
/** The arguments of BucketContents, which an ExportBucket with aws-native declares. It is not in the public API. */
const CONTENTS = JSON.stringify({ bucket: BUCKET, region: REGION, removalPolicy: "delete" });
const BOTH = `const { dirname, join } = require("node:path");
const dist = dirname(require.resolve("${PACKAGE}"));
const { BucketContents } = require(join(dist, "providers/bucketContents/resource"));
new BucketContents("contents", ${CONTENTS}, {});`;
const COMMON_JS = `${BOTH}
const { ExportTask } = require("${PACKAGE}");
exports.uri = new ExportTask("october", ${TASK}).uri;`;
const ESM = `import { createRequire } from "node:module";
import { ExportTask } from "${PACKAGE}";
const require = createRequire(import.meta.url);
${BOTH}
export const uri = new ExportTask("october", ${TASK}).uri;`;

/** A package.json with one dependency. */
const dependingOn = (name: string) => ({ main: "index.js", dependencies: { [name]: "*" } });

/** The repository's package.json. */
function manifest() {
    return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
        "dependencies" | "devDependencies",
        Record<string, string>
    >;
}

describe("the providers resolve", () => {
    let account: Account;
    let scratch: string;
    let tarball: string;
    let project: Project | undefined;

    before(() => {
        scratch = mkdtempSync(join(tmpdir(), "pack-"));
        tarball = pack(scratch);
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(async () => {
        project?.remove();
        await account.close();
    });

    /**
     * Exports in one process and destroys in others, so that the provider must be found from the state.
     * @param meanwhile what happens to the project in between.
     * @param startChild where the project has the repository's Pulumi, servers can run it.
     */
    async function roundTrip(
        folder: string,
        { meanwhile = () => undefined, startChild }: { meanwhile?: () => void; startChild?: typeof startWarm } = {},
    ): Promise<void> {
        const stack = await openStack({
            engine: "embedded",
            program: folder,
            state: join(folder, "state"),
            config: { "aws:region": REGION },
            awsEndpoint: account.aws.endpoint,
            startChild,
        });
        const up = await stack.up();
        assert.equal(up.result, "succeeded", JSON.stringify(up.diagnostics, null, 1));
        assert.match(String(up.outputs.uri), new RegExp(`^s3://${BUCKET}/exportedlogs/`));
        const objects = () => Object.values(account.aws.world.buckets[BUCKET].objects).flat();
        assert.ok(objects().length > 0);
        meanwhile();
        for (const operation of ["refresh", "destroy"] as const) {
            const { result, diagnostics } = await stack[operation]();
            assert.equal(result, "succeeded", JSON.stringify(diagnostics, null, 1));
        }
        assert.deepEqual(objects(), [], "the provider of the bucket's contents did its work");
    }

    it("in an empty project that installs the tarball, from CommonJS and from ESM", async function () {
        this.timeout(180_000);
        project = newProject({ main: "index.js" }, { "index.js": COMMON_JS });
        const peers = ["@pulumi/pulumi", "@pulumi/aws"].map((name) => `${name}@${manifest().devDependencies[name]}`);
        project.npm("install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...peers);
        const installed = project.npm("ls", "--all", "--parseable").split("\n");
        assert.ok(!installed.some((path) => path.endsWith("aws-native")), "the optional peer is not installed");
        await roundTrip(project.folder);

        project.write("package.json", JSON.stringify({ name: "project", type: "module", main: "index.js" }));
        project.write("index.js", ESM);
        await roundTrip(project.folder);
    });

    it("where the package is a symbolic link", async () => {
        project = newProject({ main: "index.js" }, { "index.js": COMMON_JS });
        project.link("@pulumi");
        project.link(PACKAGE, ROOT);
        await roundTrip(project.folder, { startChild: startWarm });
    });

    /** A project whose only dependency wraps this package, which the project's own code cannot resolve. */
    function wrapped(store: string): Project {
        const made = newProject(dependingOn("wrapper"), { "index.js": `module.exports = require("wrapper");` });
        made.link("@pulumi");
        const wrapper = { ...dependingOn(PACKAGE), name: "wrapper", version: "1.0.0" };
        made.write(`${store}/wrapper/package.json`, JSON.stringify(wrapper));
        made.write(`${store}/wrapper/index.js`, COMMON_JS);
        return made;
    }

    /** This package, and what a package manager would have put beside it: its dependencies, and theirs. */
    function unpackInto(made: Project, folder: string): void {
        unpack(tarball, join(made.folder, folder, PACKAGE));
        const scopes = Object.keys(manifest().dependencies).map((name) => name.split("/")[0]);
        for (const name of new Set([...scopes, "@pulumi", "@smithy", "jsbi", "tslib"])) {
            made.link(join("..", folder, name), join(ROOT, "node_modules", name));
        }
        const resolve = `require.resolve(${JSON.stringify(PACKAGE)})`;
        const { stderr } = spawnSync(process.execPath, ["-e", resolve], { cwd: made.folder, encoding: "utf8" });
        assert.match(stderr, /Cannot find module/, "the name alone leads nowhere");
    }

    it("where another package wraps it and nothing is hoisted, though that one is given another name", async () => {
        project = wrapped("node_modules");
        unpackInto(project, "node_modules/wrapper/node_modules");
        const { folder, write } = project;
        const meanwhile = (): void => {
            renameSync(join(folder, "node_modules/wrapper"), join(folder, "node_modules/successor"));
            write("package.json", JSON.stringify({ name: "project", ...dependingOn("successor") }));
        };
        await roundTrip(folder, { meanwhile, startChild: startWarm });
    });

    it("where pnpm keeps it, though the folder there is given another name", async () => {
        const store = (name: string) => `node_modules/.pnpm/${name}/node_modules`;
        project = wrapped(store("wrapper@1.0.0"));
        unpackInto(project, store(`${PACKAGE}@0.1.0`));
        const { folder, link } = project;
        link(`.pnpm/wrapper@1.0.0/node_modules/${PACKAGE}`, join(folder, store(`${PACKAGE}@0.1.0`), PACKAGE));
        link(".pnpm/wrapper@1.0.0/node_modules/@pulumi", join(ROOT, "node_modules/@pulumi"));
        link("wrapper", join(folder, store("wrapper@1.0.0"), "wrapper"));
        const meanwhile = (): void => {
            renameSync(
                join(folder, "node_modules/.pnpm/wrapper@1.0.0"),
                join(folder, "node_modules/.pnpm/wrapper@1.0.1"),
            );
            rmSync(join(folder, "node_modules/wrapper"));
            link("wrapper", join(folder, store("wrapper@1.0.1"), "wrapper"));
        };
        await roundTrip(folder, { meanwhile, startChild: startWarm });
    });
});
