"use strict";
// Loaded into a Pulumi program and its provider host (NODE_OPTIONS=--require). Makes them use the sandbox's time, which
// SANDBOX_CLOCK describes (see sandbox/clock/clock.ts). The variable is read on each use, because a process that runs
// several programs gets a new value for each.
if (process.env.SANDBOX_CLOCK) {
    const RealDate = Date;
    const realNow = Date.now;
    let read = null,
        settings;
    const clock = () => {
        const text = process.env.SANDBOX_CLOCK;
        if (text !== read) [read, settings] = [text, parse(text)];
        return settings;
    };
    const now = () => {
        const { start, since, speed } = clock();
        return Math.floor(start + (realNow() - since) * speed);
    };

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
    // Date called without `new` returns a string, which a class cannot do.
    globalThis.Date = new Proxy(SandboxDate, {
        apply: () => new SandboxDate().toString(),
    });
    RealDate.prototype.constructor = globalThis.Date;

    const realPerformanceNow = globalThis.performance.now.bind(globalThis.performance);
    Object.defineProperty(globalThis.performance, "now", { value: () => realPerformanceNow() * clock().speed });

    const timers = require("node:timers");
    const timersPromises = require("node:timers/promises");
    const scale = (delay) => (typeof delay === "number" && delay > 0 ? Math.ceil(delay / clock().speed) : delay);
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
    // In some versions Node's own implementation bypasses the timers above.
    globalThis.AbortSignal.timeout = (delay) => {
        const controller = new globalThis.AbortController();
        const reason = new globalThis.DOMException("The operation was aborted due to timeout", "TimeoutError");
        globalThis.setTimeout(() => controller.abort(reason), delay).unref();
        return controller.signal;
    };
    require("node:module").syncBuiltinESMExports();
}

/** Real time if the text is missing or malformed. */
function parse(text) {
    const [start, since, speed] = (text ?? "").split("|").map(Number);
    const isValid = text && [start, since, speed].every(Number.isFinite) && speed > 0;
    return isValid ? { start, since, speed } : { start: 0, since: 0, speed: 1 };
}
