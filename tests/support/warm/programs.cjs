"use strict";
// Runs Pulumi programs, one after the other, in a process that has @pulumi/pulumi, @pulumi/aws and this package loaded
// already: that takes more than a second of processor time, and each operation of each test would pay it. A program's own
// files are loaded anew for each run, as Pulumi's Automation API runs an inline program many times in one process.
const { readFileSync } = require("node:fs");
const net = require("node:net");
const { setImmediate, setTimeout } = require("node:timers");
const path = require("node:path");
const { createRequire } = require("node:module");
const { parseArgs } = require("node:util");
require("../../../sandbox/engine/plainErrors.cjs");
require("../../../sandbox/transpile.cjs");
// It uses the clock of the client that runs a program.
process.env.SANDBOX_CLOCK ??= "0|0|1";
require("../../../sandbox/clock/preload.cjs");
const typescript = require("ts-node").create({ transpileOnly: true });
const { LanguageServer } = require("@pulumi/pulumi/automation/server");
const log = require("@pulumi/pulumi/log");
const settings = require("@pulumi/pulumi/runtime/settings");
const { borrow, listen, speaker } = require("./borrow.cjs");
const { RunRequest } = require("@pulumi/pulumi/proto/language_pb");

/** The exit code of cmd/run for a program that failed and reported it. */
const ALREADY_REPORTED = 32;

process.setMaxListeners(0);
// ts-node's source maps would be a third of all the work: Pulumi takes a stack trace for each promise.
Error.prepareStackTrace = undefined;
const loadOwn = require.extensions[".ts"];
log.debug = () => Promise.resolve(); // Pulumi's own, some for each resource; the engine shows none of them
let last = Promise.resolve();

listen(net.createServer(), (socket, request) => (last = last.then(() => serve(socket, request))));
// A rejection can come after its run has taken its handlers away. A program's own process would have ended by then; this
// one must live on for the next program.
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => undefined);

/** How long a program may be busy after its client has exited, until it notices that its engine has, too. */
const GRACE = 2_000;
const EVENTS = ["uncaughtException", "unhandledRejection"];

/**
 * Ends with the run, or with its client, which a test may have killed. The next run starts after this one has ended, so
 * that what this one throws late is not taken for the next one's.
 */
function serve(socket, { argv, env }) {
    return new Promise((resolve) => {
        if (socket.destroyed) return resolve();
        const say = speaker(socket);
        const giveBack = borrow(env, say);
        const before = EVENTS.map((event) => process.listeners(event));
        say({ hasBegun: true });
        socket.once("close", () => {
            giveBack();
            let hasEnded = false;
            const end = ended.then(() => (hasEnded = true));
            void Promise.race([end, idle(() => hasEnded)]).then(() => {
                EVENTS.forEach((event, index) => {
                    process.removeAllListeners(event);
                    for (const listener of before[index]) process.on(event, listener);
                });
                setImmediate(resolve);
            });
        });
        const ended = new Promise((finish) => run(argv, finish))
            .then((error) => say({ code: error ? ALREADY_REPORTED : 0 }))
            .catch((error) => (say({ stream: "stderr", text: `${error.stack}\n` }), say({ code: 1 })))
            .finally(() => socket.end());
    });
}

/**
 * A program whose engine is gone may wait for outputs that never resolve. Its own process would end as soon as nothing is
 * left that could go on: no timer, connection, process or file. A program that stays busy ends with this process.
 */
async function idle(hasEnded) {
    for (const deadline = Date.now() + GRACE; Date.now() < deadline;) {
        await new Promise((resolve) => setTimeout(resolve, 5).unref());
        if (hasEnded()) return;
        // Its pipes are this process's own, to its clients.
        if (process.getActiveResourcesInfo().every((name) => name === "PipeWrap") && (await canLog())) return;
    }
    process.exit();
}

/** Pulumi keeps one queue of messages for all programs. It is stuck behind one about a resource that was never made. */
async function canLog() {
    let isSent = false;
    const { getEngine } = settings;
    settings.getEngine = () => ({ log: (_, sent) => ((isSent = true), sent()) });
    void log.info("");
    settings.getEngine = getEngine;
    await new Promise((resolve) => setImmediate(resolve));
    return isSent;
}

function run(argv, done) {
    const texts = ["project", "stack", "organization", "parallel", "monitor", "engine", "pwd", "root-directory"];
    const options = Object.fromEntries(texts.map((name) => [name, { type: "string" }]));
    const { values: flags, positionals } = parseArgs({
        args: argv,
        options: { ...options, "dry-run": { type: "boolean", default: false } },
        allowPositionals: true,
    });
    const folder = path.resolve(flags.pwd);
    process.chdir(folder);
    const request = new RunRequest();
    request.setProject(flags.project);
    request.setStack(flags.stack);
    request.setOrganization(flags.organization);
    request.setParallel(Number(flags.parallel));
    request.setMonitorAddress(flags.monitor);
    request.setDryrun(flags["dry-run"]);
    request.setArgsList([flags.engine]);
    request.setConfigsecretkeysList(JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]"));
    const config = Object.entries(JSON.parse(process.env.PULUMI_CONFIG ?? "{}"));
    for (const [key, value] of config) request.getConfigMap().set(key, value);
    let called = false;
    new LanguageServer(() => runProgram(folder, positionals[0])).run({ request }, (error) => {
        if (called) return; // after an error it calls back a second time
        called = true;
        done(error);
    });
}

async function runProgram(folder, entryPoint) {
    forget(folder);
    // A program's own files go through ts-node, as Pulumi runs them.
    require.extensions[".ts"] = (target, file) =>
        isWithin(folder, file)
            ? target._compile(typescript.compile(readFileSync(file, "utf8"), file), file)
            : loadOwn(target, file);
    const main = path.resolve(folder, entryPoint); // the interpreter of a YAML program lies elsewhere
    delete require.cache[main];
    const exported = createRequire(path.join(folder, "index.js"))(main);
    return await (exported instanceof Function ? exported() : exported);
}

/** Unloads a program's own files, so that they are loaded again. */
function forget(folder) {
    for (const file of Object.keys(require.cache)) if (isWithin(folder, file)) delete require.cache[file];
}

function isWithin(folder, file) {
    return file.startsWith(folder + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`);
}
