import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PACKAGE } from "../package/project";
import { GROUP } from "../support/account";

/** One way to write and run a Pulumi program. */
export interface Kind {
    readonly name: string;
    /** The program's files besides its Pulumi.yaml. */
    readonly files: Readonly<Record<string, string>>;
    readonly runtimeOptions: object;
    /** The arguments of tsc, which runs first. */
    readonly tsc?: "check" | "compile";
}

const ARGS = `{
    logGroups: ["${GROUP}"],
    timeRanges: [{ from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" }],
    destinationPrefix: "audit",
    bucket: { removalPolicy: "delete", lifecycleRules: [{ expirationDays: 365 }] },
    removalPolicy: "delete",
}`;

const COMMON_JS = `const { LogExport } = require("${PACKAGE}");
const audit = new LogExport("audit", ${ARGS});
exports.exported = audit.tasks.map((task) => task.uri);
`;

const ESM = `import { LogExport } from "${PACKAGE}";
const audit = new LogExport("audit", ${ARGS});
export const exported = audit.tasks.map((task) => task.uri);
`;

// It names the types that a program's own functions would take and give.
const TYPED = `import * as pulumi from "@pulumi/pulumi";
import { InputError, LogExport, type ExportTask, type LogExportArgs } from "${PACKAGE}";
const args: LogExportArgs = ${ARGS};
const audit = new LogExport("audit", args);
const uriOf = (task: ExportTask): pulumi.Output<string> => task.uri;
export const exported: pulumi.Output<string>[] = audit.tasks.map(uriOf);
export const isError: boolean = new Error() instanceof InputError;
`;

const tsconfig = (options: object) =>
    JSON.stringify({
        compilerOptions: { target: "ES2022", strict: true, skipLibCheck: true, types: ["node"], ...options },
        files: ["index.ts"],
    });
const NODE16 = { module: "node16", moduleResolution: "node16" };

export const KINDS: readonly Kind[] = [
    {
        name: "CommonJS",
        files: { "index.js": COMMON_JS, "package.json": `{ "main": "index.js" }` },
        runtimeOptions: { typescript: false },
    },
    {
        name: "ESM",
        files: { "index.js": ESM, "package.json": `{ "main": "index.js", "type": "module" }` },
        runtimeOptions: { typescript: false },
    },
    {
        name: "TypeScript, ts-node",
        files: {
            "index.ts": TYPED,
            "package.json": `{ "main": "index.ts" }`,
            "tsconfig.json": tsconfig({ ...NODE16, noEmit: true }),
        },
        runtimeOptions: { typescript: true },
        tsc: "check",
    },
    {
        name: "TypeScript, tsx",
        files: { "index.ts": TYPED, "package.json": `{ "main": "index.ts", "type": "module" }` },
        runtimeOptions: { typescript: false, nodeargs: "--import tsx" },
    },
    {
        name: "compiled, CommonJS",
        files: {
            "index.ts": TYPED,
            "package.json": `{ "main": "bin/index.js" }`,
            "tsconfig.json": tsconfig({ ...NODE16, outDir: "bin" }),
        },
        runtimeOptions: { typescript: false },
        tsc: "compile",
    },
    {
        name: "compiled, ESM",
        files: {
            "index.ts": TYPED,
            "package.json": `{ "main": "bin/index.js", "type": "module" }`,
            "tsconfig.json": tsconfig({ ...NODE16, outDir: "bin" }),
        },
        runtimeOptions: { typescript: false },
        tsc: "compile",
    },
];

/** Writes a program below a folder whose node_modules it uses; gives its own folder. */
export function writeProgram(kind: Kind, folder: string): string {
    const own = join(folder, kind.name.replace(/[^A-Za-z]+/g, "-").toLowerCase());
    const project = { name: "shop", runtime: { name: "nodejs", options: kind.runtimeOptions } };
    for (const [path, text] of Object.entries({ ...kind.files, "Pulumi.yaml": JSON.stringify(project) })) {
        mkdirSync(dirname(join(own, path)), { recursive: true });
        writeFileSync(join(own, path), text);
    }
    return own;
}
