import type { Clock } from "../../clock/clock";

/**
 * The real instant at which the sandbox's clock will show a given time. The clock does not say how fast it runs, so its
 * speed is measured since the start; before there is anything to measure it is taken for a real one.
 */
export function realTimeOf(clock: Pick<Clock, "now">, real: () => number): (sandboxTime: number) => number {
    const start = { sandbox: clock.now(), real: real() };
    return (sandboxTime) => {
        const elapsed = { sandbox: clock.now() - start.sandbox, real: real() - start.real };
        const speed = elapsed.real >= 20 && elapsed.sandbox > 0 ? elapsed.sandbox / elapsed.real : 1;
        return real() + (sandboxTime - clock.now()) / speed;
    };
}
