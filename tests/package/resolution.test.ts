import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStack } from "../../sandbox/engine";
import { type Account, BUCKET, GROUP, openAccount, REGION } from "../support/account";
import { newProject, pack, PACKAGE, type Project, ROOT, unpack } from "./project";

const TASK = JSON.stringify({
    logGroupName: GROUP,
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: BUCKET,
});
/** What an ExportBucket of aws-native declares: not of the public API, so found beside it. */
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

    /** Exports in one process and destroys in others, so that the state alone has to lead to the provider. */
    async function roundTrip(folder: string): Promise<void> {
        const stack = await openStack({
            engine: "embedded",
            program: folder,
            state: join(folder, "state"),
            config: { "aws:region": REGION },
            awsEndpoint: account.aws.endpoint,
        });
        const up = await stack.up();
        assert.equal(up.result, "succeeded", JSON.stringify(up.diagnostics, null, 1));
        assert.match(String(up.outputs.uri), new RegExp(`^s3://${BUCKET}/exportedlogs/`));
        const objects = () => Object.values(account.aws.world.buckets[BUCKET].objects).flat();
        assert.ok(objects().length > 0);
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
        await roundTrip(project.folder);
    });

    it("where another package wraps it and nothing is hoisted", async () => {
        project = newProject({ main: "index.js" }, { "index.js": `module.exports = require("wrapper");` });
        project.link("@pulumi");
        const wrapper = "node_modules/wrapper";
        project.write(
            `${wrapper}/package.json`,
            JSON.stringify({ name: "wrapper", version: "1.0.0", main: "index.js" }),
        );
        project.write(`${wrapper}/index.js`, COMMON_JS);
        const inside = join(wrapper, "node_modules");
        unpack(tarball, join(project.folder, inside, PACKAGE));
        // What npm would have put beside it: its dependencies, and theirs.
        const scopes = Object.keys(manifest().dependencies).map((name) => name.split("/")[0]);
        for (const name of new Set([...scopes, "@smithy", "jsbi", "tslib"])) {
            project.link(join("..", inside, name), join(ROOT, "node_modules", name));
        }
        const resolve = `require.resolve(${JSON.stringify(PACKAGE)})`;
        const { stderr } = spawnSync(process.execPath, ["-e", resolve], { cwd: project.folder, encoding: "utf8" });
        assert.match(stderr, /Cannot find module/, "the name alone leads nowhere");
        await roundTrip(project.folder);
    });
});
