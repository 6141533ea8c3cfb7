/**
 * The floors of this package: each imports only from those below it, and no files import each other in a circle, types
 * included. `npm run lint` fails otherwise.
 */
const rule = (name, from, to, comment) => ({
    name,
    severity: "error",
    comment,
    from: { path: from },
    to: { path: to },
});

const TOOLS = "^(sandbox|tests|benchmarks)/";
const USERS = "^(program|examples)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
    forbidden: [
        { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
        rule(
            "providers-are-below",
            "^providers/",
            `^(index\\.ts|components/|commands/)|${TOOLS}|${USERS}`,
            "What the engine runs knows nothing of what a program declares.",
        ),
        rule(
            "components-are-below",
            "^components/",
            `^(index\\.ts|commands/)|${TOOLS}|${USERS}`,
            "Components are used by index.ts, and know nothing of it.",
        ),
        rule(
            "commands-stand-on-providers",
            "^commands/",
            `^(index\\.ts|components/)|/@pulumi/|${TOOLS}|${USERS}`,
            "A command reads an archive without a program: it loads neither components nor Pulumi.",
        ),
        rule(
            "the-public-api-is-no-tool",
            "^index\\.ts",
            `^commands/|${TOOLS}|${USERS}`,
            "index.ts re-exports the package alone.",
        ),
        rule(
            "no-component-knows-an-export-of-many",
            "^components/(exportBucket|logGroups|time)/",
            "^components/(logExport|scheduledLogExport)/",
            "Buckets, log groups and time are what exports are made of.",
        ),
        rule(
            "log-export-is-below-scheduled",
            "^components/logExport/",
            "^components/scheduledLogExport/",
            "A ScheduledLogExport continues a LogExport, never the other way round.",
        ),
        rule(
            "aws-decides-nothing",
            "^providers/(aws|policies|validation)/",
            "^providers/(exportTask|bucketContents)/",
            "What talks to AWS and what is pure serves the resources above it.",
        ),
        rule(
            "the-sandbox-stands-alone",
            "^sandbox/",
            `^(index\\.ts|components/|commands/|providers/)|^(tests|benchmarks)/`,
            "An emulator that shared code with the package would share its mistakes.",
        ),
        {
            name: "the-sandbox-declares-what-it-uses",
            comment: "The sandbox is a workspace of its own: its dependencies are in sandbox/package.json.",
            severity: "error",
            from: { path: "^sandbox/" },
            to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"] },
        },
    ],
    options: {
        tsPreCompilationDeps: true, // imports of types count
        tsConfig: { fileName: "tsconfig.json" },
        doNotFollow: { path: "node_modules" },
        exclude: { path: "^dist/|^tests/docs/blocks/" },
    },
};
