"use strict";
/* global __filename */
// Loaded into the Pulumi program's process: has the program run by the server that WARM_PROGRAM names, and ends as it
// says. The process stays one that the engine starts, waits for and kills, but it loads nothing of Pulumi.
const Module = require("node:module");
const path = require("node:path");
const socketPath = process.env.WARM_PROGRAM;
if (socketPath && /[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/.test(process.argv[1] ?? "")) {
    const load = Module._load;
    Module._load = (request, parent, isMain) => (isMain ? runWarm() : load(request, parent, isMain));
}

function runWarm() {
    const flags = {};
    for (let at = 2; at + 1 < process.argv.length; at++) {
        const name = process.argv[at].replace(/^--/, "");
        if (process.argv[at].startsWith("--")) flags[name] = name === "dry-run" ? "true" : process.argv[++at];
    }
    const config = process.env.PULUMI_CONFIG ?? "{}";
    const socket = require("node:net").connect(socketPath);
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (text) => (answer += text));
    socket.on("error", (error) => end(1, `${path.basename(__filename)}: ${error.message}`));
    socket.on("end", () => {
        const { error } = JSON.parse(answer || '{"error":"the warm program ended"}');
        end(error === undefined ? 0 : 32, error);
    });
    socket.write(`${JSON.stringify({ flags, config })}\n`);
    return {};
}

function end(code, message) {
    if (message !== undefined) console.error(message);
    process.exit(code);
}
