"use strict";
/* global __dirname */
// Runs plugins, one after the other, in a process that keeps loaded what they need: the host of dynamic providers with
// Pulumi and the AWS SDKs, or one of the sandbox's stand-ins. To start one takes half a second of processor time and more,
// and each operation of each test would pay it. What the host loads of programs and of this package is loaded anew.
const { once } = require("node:events");
const net = require("node:net");
const path = require("node:path");
const Module = require("node:module");
const vm = require("node:vm");
require("../../../sandbox/engine/plainErrors.cjs");
require("../../../sandbox/engine/embedded/lazyModules.cjs");
// It uses the clock of the client that runs a plugin.
process.env.SANDBOX_CLOCK ??= "0|0|1";
require("../../../sandbox/clock/preload.cjs");
const grpc = require("@grpc/grpc-js");
const { borrow, listen, speaker } = require("./borrow.cjs");

const ROOT = path.resolve(__dirname, "../../..");
const KEPT = ["node_modules", "sandbox"].map((folder) => path.join(ROOT, folder) + path.sep);
const PACKAGE = path.join(ROOT, "dist") + path.sep;
/** What starts a plugin, and what of Pulumi remembers that it serves a provider, and would serve no second one. */
const STARTS =
    /[\\/](?:@pulumi[\\/]pulumi[\\/](?:provider[\\/](?:index|server)|cmd[\\/][\w-]+[\\/]index)\.js|plugins[\\/]start\.cjs)$/;
const EVENTS = ["uncaughtException", "unhandledRejection", "exit"];

let last = Promise.resolve();
let calls = 0;
const servers = new Set();
const ignore = () => undefined;
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, ignore); // of a plugin that has ended
observe(grpc.Server.prototype);
compileOnce(Module.prototype);
listen(net.createServer(), (socket, request) => {
    last = last.then(() => serve(socket, request));
});

/** Ends with the client. */
function serve(socket, { script, argv, env, cwd }) {
    if (socket.destroyed) return;
    const say = speaker(socket);
    const giveBack = borrow(env, say);
    say({ hasBegun: true });
    const before = EVENTS.map((event) => process.listeners(event));
    process.off("uncaughtException", ignore).off("unhandledRejection", ignore);
    process.chdir(cwd);
    process.argv = [process.execPath, script, ...argv];
    const ended = once(socket, "close").then(() => {
        // The plugin's own process would not go on with them.
        if (calls > 0) process.exit();
        for (const server of servers) server.forceShutdown();
        servers.clear();
        EVENTS.forEach((event, index) => {
            process.removeAllListeners(event);
            for (const listener of before[index]) process.on(event, listener);
        });
        giveBack();
        forget();
    });
    Module.createRequire(script)(script);
    return ended;
}

const isKept = (file) => KEPT.some((folder) => file.startsWith(folder)) && !STARTS.test(file);

/** Unloads what starts plugins, programs and this package, so that they are loaded again. */
function forget() {
    for (const file of Object.keys(require.cache)) {
        if (!isKept(file) && !file.startsWith(__dirname)) delete require.cache[file];
    }
}

/** What of it never changes is compiled once. */
function compileOnce(prototype) {
    const compiled = new Map();
    const { _compile } = prototype;
    prototype._compile = function (source, filename, ...more) {
        if (!filename.startsWith(PACKAGE) && !STARTS.test(filename))
            return _compile.call(this, source, filename, ...more);
        if (compiled.get(filename)?.source !== source) {
            compiled.set(filename, { source, script: new vm.Script(Module.wrap(source), { filename }) });
        }
        const require = Object.assign((request) => this.require(request), Module.createRequire(filename));
        const run = compiled.get(filename).script.runInThisContext();
        return run.call(this.exports, this.exports, require, this, filename, path.dirname(filename));
    };
}

/** Remembers the servers of plugins, and counts the calls that are not answered yet. */
function observe(prototype) {
    const { addService, bindAsync } = prototype;
    prototype.bindAsync = function (...args) {
        servers.add(this);
        return bindAsync.apply(this, args);
    };
    prototype.addService = function (service, implementation) {
        const counted = Object.entries(service).map(([name, { originalName }]) => {
            const handler = implementation[name] ?? implementation[originalName];
            return [name, handler && count(handler.bind(implementation))];
        });
        return addService.call(this, service, Object.fromEntries(counted));
    };
}

function count(handler) {
    return (call, callback) => {
        calls++;
        return handler(call, (...answer) => {
            calls--;
            callback(...answer);
        });
    };
}
