"use strict";
// Loaded into a Pulumi program and its provider host (NODE_OPTIONS=--require): makes them go by the sandbox's time,
// which SANDBOX_CLOCK gives as start|since|speed; sandbox/clock.ts says what that means.
const setting = process.env.SANDBOX_CLOCK;
const [start, since, speed] = (setting ?? "").split("|").map(Number);
if (setting && [start, since, speed].every(Number.isFinite) && speed > 0) {
    const RealDate = Date;
    const realNow = Date.now;
    const now = () => Math.floor(start + (realNow() - since) * speed);

    class SandboxDate extends RealDate {
        constructor(...args) {
            super(...(args.length === 0 ? [now()] : args));
        }
        static now() {
            return now();
        }
        static [Symbol.hasInstance](value) {
            return value instanceof RealDate;
        }
    }
    // Called without `new`, Date answers with a text, which a class cannot.
    globalThis.Date = new Proxy(SandboxDate, {
        apply: () => new SandboxDate().toString(),
    });
    RealDate.prototype.constructor = globalThis.Date;

    const timers = require("node:timers");
    const timersPromises = require("node:timers/promises");
    const scale = (delay) => (typeof delay === "number" && delay > 0 ? Math.ceil(delay / speed) : delay);
    const { promisify } = require("node:util");
    for (const name of ["setTimeout", "setInterval"]) {
        const real = timers[name];
        const scaled = (callback, delay, ...args) => real(callback, scale(delay), ...args);
        const realPromise = timersPromises[name];
        timersPromises[name] = (delay, ...args) => realPromise(scale(delay), ...args);
        if (name === "setTimeout") {
            Object.defineProperty(scaled, promisify.custom, { value: timersPromises.setTimeout });
        }
        timers[name] = scaled;
        globalThis[name] = scaled;
    }
    const scheduler = timersPromises.scheduler;
    const realWait = scheduler.wait.bind(scheduler);
    Object.defineProperty(scheduler, "wait", { value: (delay, options) => realWait(scale(delay), options) });
    // Node's own goes through the timers above in some versions, and past them in others.
    globalThis.AbortSignal.timeout = (delay) => {
        const controller = new globalThis.AbortController();
        const reason = new globalThis.DOMException("The operation was aborted due to timeout", "TimeoutError");
        globalThis.setTimeout(() => controller.abort(reason), delay).unref();
        return controller.signal;
    };
    require("node:module").syncBuiltinESMExports();
}
