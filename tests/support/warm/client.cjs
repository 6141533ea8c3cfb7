"use strict";
/* global __filename */
// Loaded into the processes of a Pulumi program and its plugins: has them run by the server for their kind (warmProcesses.ts), says
// what that says and ends as it does. The process stays one that the engine starts, waits for and kills, but it loads
// nothing of Pulumi. If the server is taken or gone, the program or plugin runs here.
const Module = require("node:module");
const net = require("node:net");
const path = require("node:path");
const load = Module._load;
const [, script = "", ...argv] = process.argv;
const { WARM_PROGRAMS, WARM_HOSTS, WARM_PLUGINS, WARM_STAND_INS } = process.env;

if (WARM_PROGRAMS && /[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/.test(script)) {
    asMain((runHere) => ask(WARM_PROGRAMS, { argv }, runHere));
} else if (WARM_HOSTS && /[\\/]cmd[\\/]dynamic-provider(?:[\\/]index\.js)?$/.test(script)) {
    asMain((runHere) => ask(WARM_HOSTS, { argv }, runHere));
} else if (WARM_PLUGINS && /[\\/]cmd[\\/]run-plugin(?:[\\/]index\.js)?$/.test(script)) {
    asMain((runHere) => ask(WARM_PLUGINS, { argv }, runHere));
} else if (WARM_STAND_INS && /[\\/]sandbox[\\/]plugins[\\/]start\.cjs$/.test(script)) {
    asMain((runHere) => ask(`${WARM_STAND_INS}-${argv[0]}`, { argv }, runHere));
}

/** Does something else in place of the script. */
function asMain(run) {
    Module._load = (request, parent, isMain) => {
        if (!isMain) return load(request, parent, isMain);
        Module._load = load;
        run(() => load(request, parent, isMain));
        return {};
    };
}

function ask(socketPath, request, runHere) {
    const socket = net.connect(socketPath);
    let rest = "";
    let isServed = false;
    let isOver = false;
    const give = (message) => {
        if (isOver) return;
        isOver = true;
        if (isServed) end(message);
        else runHere(message);
    };
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const { stream, text: said, code, isTaken } of lines.map((line) => JSON.parse(line))) {
            if (isTaken) return give();
            isServed = true;
            if (stream) process[stream].write(said);
            else if (code !== undefined) process.exit(code);
        }
    });
    socket.on("error", ({ message }) => give(message));
    socket.on("end", () => give("the server ended"));
    const main = { script: require.resolve(script), env: process.env, cwd: process.cwd() };
    socket.write(`${JSON.stringify({ ...request, ...main })}\n`);
}

function end(message) {
    console.error(`${path.basename(__filename)}: ${message}`);
    process.exit(1);
}
