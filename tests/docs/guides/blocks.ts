/** Which test runs a block of code, or compares it with what is printed; or why none does. */
export type Fate = { readonly by: string } | { readonly because: string };

const programs: Fate = { by: "tests/docs/guides/programs.test.ts" };
const commands: Fate = { by: "tests/docs/guides/commands.test.ts" };
const readyMade: Fate = { by: "tests/docs/readyMade.test.ts" };
/** Scripts that package.json has, as tests/docs/docs.test.ts checks, and that run for long or open a port. */
const scripts: Fate = {
    because: "scripts of package.json, whose names are checked; each is a room of tests or runs for long",
};
const picture: Fate = { because: "a picture; its form is checked by tests/docs/docs.test.ts" };
const permissions: Fate = { by: "tests/docs/permissions/permissions.test.ts" };
const permissionPolicies: readonly Fate[] = Array.from({ length: 18 }, () => permissions);
const pages = (by: string, count: number): Fate[] => Array.from({ length: count }, () => ({ by }));

/** Every page with code: what happens to its blocks, in order. */
export const FATES: Readonly<Record<string, readonly Fate[]>> = {
    "README.md": [
        picture,
        commands,
        readyMade,
        commands,
        { by: "tests/components/logExport/preview/summary.test.ts" },
        { because: "npm ci is what .ci/run begins with, and tests/demo/demo.test.ts runs the demo" },
        readyMade,
        picture,
    ],
    "CONTRIBUTING.md": [
        scripts,
        scripts,
        { because: "the environment of tests/fidelity, which .ci/run makes" },
        picture,
    ],
    "docs/troubleshooting.md": [{ by: "tests/components/scheduledLogExport/machine/run/runLock.test.ts" }],
    "sandbox/README.md": [
        ...pages("tests/sandbox/engine/cli.test.ts", 2),
        { because: "a synopsis" },
        {
            because:
                "needs the Pulumi CLI, and a port: tests/engine does the same with a port of its own, if there is a CLI",
        },
        { by: "tests/sandbox/engine/cli.test.ts" },
    ],
    "docs/_index.md": pages("tests/plugin/languages.test.ts", 2),
    "docs/archive.md": pages("tests/commands/page.test.ts", 6),
    "docs/arguments.md": [programs, programs],
    "docs/backfill.md": [programs],
    "docs/benchmarks.md": [scripts],
    "docs/cross-account.md": [programs, programs],
    "docs/existing-bucket.md": [programs, programs, programs],
    "docs/first-export.md": [commands, commands, commands, commands, commands, commands],
    "docs/kms.md": [programs, programs, programs],
    "docs/languages.md": [
        { because: "commands of the CLI that fetch the plugin, which tests/plugin does with a folder instead" },
        ...pages("tests/plugin/languages.test.ts", 5),
        programs,
        { by: "tests/plugin/moving.test.ts" },
    ],
    "docs/nightly-pipeline.md": [programs, commands],
    "docs/permissions.md": permissionPolicies,
    "docs/progress.md": [
        { by: "tests/providers/exportTask/progress/progress.test.ts" },
        { because: "an event of Pulumi's engine, shortened" },
    ],
    "docs/query.md": [
        programs,
        ...pages("tests/query/trino.engine.ts", 2),
        ...pages("tests/query/duckdb.test.ts", 4),
        ...pages("tests/query/spark.engine.ts", 2),
    ],
    "docs/ranges.md": [programs, programs],
    "docs/reliability.md": [scripts],
    "docs/scheduled-exports.md": [
        commands,
        commands,
        commands,
        commands,
        programs,
        programs,
        { because: "what npm run test:nights prints of a month of nights, which takes 20 minutes" },
        programs,
    ],
    "docs/security.md": [programs],
};
