"use strict";
const { setInterval } = require("node:timers");
// Loaded into the program and the plugins: whoever started them may be killed without a chance to end them first.
const parent = Number(process.env.SANDBOX_PARENT);
if (parent > 0) {
    setInterval(() => {
        try {
            process.kill(parent, 0);
        } catch (error) {
            if (error.code === "ESRCH") {
                process.kill(process.pid, "SIGKILL");
            }
        }
    }, 500).unref();
}
