import type { Clock } from "../../clock/clock";

/**
 * The real time at which the sandbox's clock will show a given time. The clock does not expose its speed, so the speed
 * is measured since the start. Until there is enough to measure, the clock is assumed to run in real time.
 */
export function realTimeOf(clock: Pick<Clock, "now">, real: () => number): (sandboxTime: number) => number {
    const start = { sandbox: clock.now(), real: real() };
    return (sandboxTime) => {
        const elapsed = { sandbox: clock.now() - start.sandbox, real: real() - start.real };
        const speed = elapsed.real >= 20 && elapsed.sandbox > 0 ? elapsed.sandbox / elapsed.real : 1;
        return real() + (sandboxTime - clock.now()) / speed;
    };
}
