"use strict";
/* global exports */
// Lends this process to a client, which gets what is written and whose environment it has until it is given back.
const HOME = { ...process.env };
const write = { stdout: process.stdout.write.bind(process.stdout), stderr: process.stderr.write.bind(process.stderr) };

/** @returns gives the process back. */
exports.borrow = function borrow(env, say) {
    setEnvironment(env);
    for (const stream of ["stdout", "stderr"]) {
        process[stream].write = (said) => (say({ stream, text: String(said) }), true);
    }
    return () => {
        Object.assign(process.stdout, { write: write.stdout });
        Object.assign(process.stderr, { write: write.stderr });
        setEnvironment(HOME);
    };
};

function setEnvironment(env) {
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
}

/** Sends lines of JSON, as long as somebody reads them. */
exports.speaker = (socket) => (line) => socket.writable && socket.write(`${JSON.stringify(line)}\n`);

/** Calls back with each client and what it asks for. */
exports.listen = function listen(server, onRequest) {
    server.on("connection", (socket) => {
        let text = "";
        socket.setEncoding("utf8");
        socket.on("error", () => undefined);
        socket.on("data", (more) => {
            text += more;
            if (text.endsWith("\n")) onRequest(socket, JSON.parse(text));
        });
    });
    server.listen(process.argv[2], () => process.send?.("listening"));
    process.on("disconnect", () => process.exit());
};
