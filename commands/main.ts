#!/usr/bin/env node
import { connect } from "../providers/aws/clients";
import { environmentRegion } from "../providers/aws/region";
import { realClock } from "../providers/clock";
import { runCommandLine } from "./commandLine";

// `… | head` closes the pipe: nobody wants the rest.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));

void runCommandLine(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    connect: (access) => connect(access, realClock),
    environmentRegion: (profile) => environmentRegion(() => undefined, profile),
    now: Date.now,
}).then((status) => {
    process.exitCode = status;
});
