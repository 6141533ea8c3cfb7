"use strict";
/* global __dirname */
// Runs plugins, one after the other, in a process that keeps loaded what they need: the host of dynamic providers with
// Pulumi and the AWS SDKs, or one of the sandbox's stand-ins. To start one takes half a second of processor time and more,
// and each operation of each test would pay it. What the host loads of programs and of this package is loaded anew.
const { once } = require("node:events");
const net = require("node:net");
const path = require("node:path");
const { createRequire } = require("node:module");
require("../../../sandbox/engine/plainErrors.cjs");
require("../../../sandbox/engine/embedded/lazyModules.cjs");
// It uses the clock of the client that runs a plugin.
process.env.SANDBOX_CLOCK ??= "0|0|1";
require("../../../sandbox/clock/preload.cjs");
const grpc = require("@grpc/grpc-js");
const { borrow, listen, speaker } = require("./borrow.cjs");

const ROOT = path.resolve(__dirname, "../../..");
const KEPT = ["node_modules", "sandbox"].map((folder) => path.join(ROOT, folder) + path.sep);
/** Of Pulumi: remembers that it serves a provider, and would serve no second one. */
const SERVES_ONCE = /[\\/]@pulumi[\\/]pulumi[\\/]provider[\\/](?:index|server)\.js$/;
const EVENTS = ["uncaughtException", "unhandledRejection", "exit"];

let last = Promise.resolve();
let calls = 0;
const servers = new Set();
const ignore = () => undefined;
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, ignore); // of a plugin that has ended
observe(grpc.Server.prototype);
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
        forget(script);
    });
    createRequire(script)(script);
    return ended;
}

/** Unloads the script, programs and this package, so that they are loaded again. */
function forget(script) {
    for (const file of Object.keys(require.cache)) {
        const isKept = KEPT.some((folder) => file.startsWith(folder)) && file !== script && !SERVES_ONCE.test(file);
        if (!isKept && !file.startsWith(__dirname)) delete require.cache[file];
    }
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
