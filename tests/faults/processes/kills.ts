import type { Aws, RequestRecord } from "../../../sandbox/aws";
import { descendants, killAll, type Process, processesOf } from "./processes";
import type { PlannedKill, Victim } from "../scenario";

const LOOK_EVERY_MS = 5;

/** Waits for the moment of a planned kill. */
export interface ArmedKill {
    readonly victim: Victim;
    /** Whether the kill has happened. */
    struck: boolean;
    disarm(): void;
}

/**
 * A kill happens after AWS has handled the request. From outside, the time before cannot be hit.
 * @param onVictims receives the killed processes and their children, which become orphans.
 */
export function arm(planned: PlannedKill, aws: Aws, onVictims: (victims: Process[]) => void): ArmedKill {
    const armed: ArmedKill = { victim: planned.victim, struck: false, disarm: () => undefined };
    const strike = () => {
        armed.disarm();
        const victims = processesOf(planned.victim);
        onVictims(victims.flatMap((victim) => [victim, ...descendants(victim.pid)]));
        armed.struck = killAll(victims);
    };
    const { at } = planned;
    if ("request" in at) {
        let seen = 0;
        armed.disarm = onRequest(aws, ({ operation }) => {
            if (at.request !== "any" && operation !== at.request) return;
            if (++seen === at.nth) strike();
        });
    } else {
        let firstSeen: number | undefined;
        const timer = setInterval(() => {
            if (firstSeen === undefined && processesOf(planned.victim).length > 0) firstSeen = Date.now();
            if (firstSeen !== undefined && Date.now() - firstSeen >= at.afterMilliseconds) strike();
        }, LOOK_EVERY_MS);
        armed.disarm = () => clearInterval(timer);
    }
    return armed;
}

/**
 * Calls back for every request when AWS has handled it and has not answered yet: the worst time for a kill.
 * @returns stops it.
 */
function onRequest(aws: Aws, hear: (request: RequestRecord) => void): () => void {
    const requests = aws.requests as RequestRecord[];
    const push = requests.push;
    requests.push = (...records) => {
        const length = push.apply(requests, records);
        records.forEach(hear);
        return length;
    };
    return () => {
        requests.push = push;
    };
}
