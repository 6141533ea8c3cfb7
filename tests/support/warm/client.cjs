"use strict";
/* global __filename */
// Loaded into the Pulumi program's process: has the program run by the server that WARM_PROGRAMS names, says what it says
// and ends as it does. The process stays one that the engine starts, waits for and kills, but it loads nothing of Pulumi.
const Module = require("node:module");
const path = require("node:path");
const socketPath = process.env.WARM_PROGRAMS;
if (socketPath && /[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/.test(process.argv[1] ?? "")) {
    const load = Module._load;
    Module._load = (request, parent, isMain) => (isMain ? runWarm() : load(request, parent, isMain));
}

function runWarm() {
    const socket = require("node:net").connect(socketPath);
    let rest = "";
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const { stream, text: said, code } of lines.map((line) => JSON.parse(line))) {
            if (stream) process[stream].write(said);
            else process.exit(code);
        }
    });
    socket.on("error", (error) => end(error.message));
    socket.on("end", () => end("the server of warm programs ended"));
    socket.write(`${JSON.stringify({ argv: process.argv.slice(2), env: process.env })}\n`);
    return {};
}

function end(message) {
    console.error(`${path.basename(__filename)}: ${message}`);
    process.exit(1);
}
