"use strict";
const { setInterval } = require("node:timers");
// Loaded into the program and the plugins. Ends them if their parent was killed before it could end them.
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
