import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startAws } from "../../sandbox/aws";
import { type ClockSettings, runningClock } from "../../sandbox/clock/clock";
import { pack, PACKAGE, ROOT } from "../package/project";
import { eventsIn, GROUP, NOW, RANGE } from "../support/account";
import { tryProgram } from "./cell";
import { fetchManagers, install, type Installed, type Manager, MANAGERS } from "./managers";
import { NODE_MAJORS, type NodeMajor, nodeOf } from "./nodes";
import { type Kind, KINDS } from "./programs";
import { warningsOnlyIn } from "./warnings";

// Installs the packed package as users do, and runs programs on it: package managers × peers × Node.js × kinds of
// program. Prints a table; ends with 1 if anything in it is wrong.

const HELP = `npm run test:installed -- [--node 20 …] [--manager npm …] [--program ESM …] [--work DIR]

Each may be repeated; without, all there are: --node ${NODE_MAJORS.join(", ")}; --manager ${MANAGERS.join(", ")};
--program ${KINDS.map(({ name }) => `"${name}"`).join(", ")}.
--work keeps downloads from one run to the next.`;

type Peers = "newest" | "oldest";

interface Installation {
    readonly manager: Manager;
    readonly major: NodeMajor;
    readonly peers: Peers;
}

const REGION = "eu-central-1";

async function main(): Promise<number> {
    const { values } = parseArgs({
        options: {
            node: { type: "string", multiple: true },
            manager: { type: "string", multiple: true },
            program: { type: "string", multiple: true },
            work: { type: "string" },
            help: { type: "boolean" },
        },
    });
    if (values.help) {
        console.log(HELP);
        return 0;
    }
    const majors = chosen("node", NODE_MAJORS, values.node);
    const managers = chosen("manager", MANAGERS, values.manager);
    const names = chosen("program", KINDS.map(({ name }) => name), values.program); // prettier-ignore
    const kinds = KINDS.filter(({ name }) => names.includes(name));
    const work = values.work ?? mkdtempSync(join(tmpdir(), "installed-"));
    mkdirSync(work, { recursive: true });
    try {
        return await runMatrix(work, installations(managers, majors), kinds);
    } finally {
        if (!values.work) rmSync(work, { recursive: true, force: true });
    }
}

function chosen<T extends string>(option: string, all: readonly T[], asked: readonly string[] | undefined): T[] {
    const strange = (asked ?? []).find((one) => !(all as readonly string[]).includes(one));
    if (strange !== undefined) throw new Error(`--${option} is ${strange}, but must be one of: ${all.join("; ")}.`);
    return all.filter((one) => asked?.includes(one) ?? true);
}

/** Every manager with the newest peers on every Node.js, and the oldest peers that package.json allows, with npm. */
function installations(managers: readonly Manager[], majors: readonly NodeMajor[]): Installation[] {
    const newest = managers.flatMap((manager) => majors.map((major) => ({ manager, major, peers: "newest" as const })));
    const oldest = majors.map((major) => ({ manager: "npm" as const, major, peers: "oldest" as const }));
    return [...newest, ...(managers.includes("npm") ? oldest : [])];
}

async function runMatrix(work: string, all: readonly Installation[], kinds: readonly Kind[]): Promise<number> {
    const clock: ClockSettings = { start: NOW, since: Date.now(), speed: 20 };
    const aws = await startAws({ clock: runningClock(clock) });
    const streams = [{ name: "one", events: eventsIn(RANGE.from, RANGE.to, 5) }];
    aws.seed({ logGroups: [{ name: GROUP, region: REGION, streams }] });
    fetchManagers(work);
    const tarball = pack(work);
    const wrong: string[] = [];
    console.log(row("installation", "install", ...kinds.map(({ name }) => name)));
    console.log(row("---", "---", ...kinds.map(() => "---")));
    try {
        for (const one of all) {
            const title = `${one.manager}, Node.js ${one.major}${one.peers === "oldest" ? ", oldest peers" : ""}`;
            const folder = join(work, title.replace(/[^A-Za-z0-9]+/g, "-"));
            const node = nodeOf(one.major, work);
            const note = (what: string, trouble: readonly string[]) => {
                wrong.push(...trouble.map((text) => `${title}: ${what}: ${text}`));
                return trouble.length === 0 ? "ok" : "WRONG";
            };
            const atInstall = installInto(folder, one, node, tarball, work);
            const cells = [note("install", atInstall)];
            const programs = atInstall.some((text) => text.startsWith("failed")) ? [] : kinds;
            for (const kind of programs) {
                const surroundings = { node, folder, awsEndpoint: aws.endpoint, clock, region: REGION };
                const trouble = await tryProgram(kind, surroundings).catch((error: Error) => [error.message]);
                cells.push(note(kind.name, trouble));
            }
            console.log(row(title, ...cells));
            rmSync(folder, { recursive: true, force: true });
        }
    } finally {
        await aws.close();
    }
    console.log(
        ["", ...wrong, `${wrong.length} wrong in ${all.length} installations × ${kinds.length} programs`].join("\n"),
    );
    return wrong.length === 0 ? 0 : 1;
}

/** Installs with and without the package: a warning that comes only with it is ours. */
function installInto(folder: string, one: Installation, node: string, tarball: string, work: string): string[] {
    const others = { ...peersOf(one), typescript: "~5.9.0", tsx: "^4.20.0", "@types/node": "^20" };
    const without = installed(`${folder}-without`, others, one, node, work);
    rmSync(`${folder}-without`, { recursive: true, force: true });
    const withIt = installed(folder, { ...others, [PACKAGE]: `file:${tarball}` }, one, node, work);
    return withIt.succeeded ? warningsOnlyIn(withIt.said, without.said) : [`failed: ${withIt.said}`];
}

function installed(
    folder: string,
    dependencies: Readonly<Record<string, string>>,
    { manager, major }: Installation,
    node: string,
    work: string,
): Installed {
    // @pulumi/aws asks for @pulumi/pulumi too, and yarn would give it one that refuses Node.js 20.
    const resolutions = major === "20" ? { "@pulumi/pulumi": dependencies["@pulumi/pulumi"] } : undefined;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(
        join(folder, "package.json"),
        JSON.stringify({ name: "shop", private: true, dependencies, resolutions }),
    );
    return install(manager, folder, node, work);
}

/** @pulumi/pulumi asks for Node.js 22 from 3.249 on. */
const NEWEST_PULUMI_ON_20 = "~3.248.0";
/** What the first versions of @pulumi/aws 7 ask for. */
const OLDEST = { "@pulumi/pulumi": "3.142.0", "@pulumi/aws": ">=7.0.0 <=7.2.0" };

function peersOf({ peers, major }: Installation): Record<string, string> {
    if (peers === "oldest") return OLDEST;
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
        devDependencies: Record<string, string>;
    };
    return {
        "@pulumi/pulumi": major === "20" ? NEWEST_PULUMI_ON_20 : devDependencies["@pulumi/pulumi"],
        "@pulumi/aws": devDependencies["@pulumi/aws"],
    };
}

function row(...cells: string[]): string {
    return `| ${cells.join(" | ")} |`;
}

main().then(
    (code) => process.exit(code),
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
    },
);
