"use strict";
/* global __filename */
// Loaded into the process of a Pulumi program: has it run by the server (warmProcesses.ts), says what that says and ends as
// it does. The process stays one that the engine starts, waits for and kills, but it loads nothing of Pulumi. If the server
// is gone, the program runs here.
const Module = require("node:module");
const net = require("node:net");
const path = require("node:path");
const load = Module._load;
const [, script = "", ...argv] = process.argv;
const { WARM_PROGRAMS } = process.env;

if (WARM_PROGRAMS && /[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/.test(script)) {
    // Does something else in place of the script.
    Module._load = (request, parent, isMain) => {
        if (!isMain) return load(request, parent, isMain);
        Module._load = load;
        ask(() => load(request, parent, isMain));
        return {};
    };
}

function ask(runHere) {
    const socket = net.connect(WARM_PROGRAMS);
    let rest = "";
    let isServed = false;
    let isOver = false;
    const give = (message) => {
        if (isOver) return;
        isOver = true;
        if (isServed) end(message);
        else runHere();
    };
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const { stream, text: said, code } of lines.map((line) => JSON.parse(line))) {
            isServed = true;
            if (stream) process[stream].write(said);
            else if (code !== undefined) process.exit(code);
        }
    });
    socket.on("error", ({ message }) => give(message));
    socket.on("end", () => give("the server ended"));
    socket.write(`${JSON.stringify({ argv, env: process.env })}\n`);
}

function end(message) {
    console.error(`${path.basename(__filename)}: ${message}`);
    process.exit(1);
}
