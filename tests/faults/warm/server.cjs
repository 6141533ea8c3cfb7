"use strict";
/* global __dirname */
// Keeps the program of ../program loaded and runs it whenever a client asks, as Pulumi's Automation API runs an inline
// program. Loading Pulumi and serialising the provider take a second and a half of processor time, once.
const net = require("node:net");
const path = require("node:path");
const { createRequire } = require("node:module");
const folder = path.join(__dirname, "..", "program");
process.chdir(folder);
const load = createRequire(path.join(folder, "index.js"));
const { LanguageServer } = load("@pulumi/pulumi/automation/server");
const { RunRequest } = load("@pulumi/pulumi/proto/language_pb");
const program = load("./index.js");

process.setMaxListeners(0);
net.createServer((socket) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", () => undefined);
    socket.on("data", (more) => {
        text += more;
        if (!text.endsWith("\n")) return;
        run(JSON.parse(text), (error) => {
            socket.end(JSON.stringify(error ? { error: error.message } : {}));
        });
    });
}).listen(process.argv[2], () => process.send?.("listening"));
process.on("disconnect", () => process.exit());

function run({ flags, config }, done) {
    const request = new RunRequest();
    request.setProject(flags.project);
    request.setStack(flags.stack);
    request.setOrganization(flags.organization);
    request.setParallel(Number(flags.parallel));
    request.setMonitorAddress(flags.monitor);
    request.setDryrun(flags["dry-run"] === "true");
    request.setArgsList([flags.engine]);
    for (const [key, value] of Object.entries(JSON.parse(config))) request.getConfigMap().set(key, value);
    let called = false;
    new LanguageServer(program).run({ request }, (error) => {
        if (called) return; // after an error it calls back a second time
        called = true;
        done(error);
    });
}
