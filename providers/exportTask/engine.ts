import { connect } from "node:net";

/**
 * The address of the Pulumi engine, which hands it to the host of dynamic providers and to plugins as their only argument;
 * undefined in any other process.
 */
export function engineAddress(argv: readonly string[] = process.argv): string | undefined {
    const isHost = /dynamic-provider|run-plugin/.test(argv[1] ?? "");
    return isHost && /^[\w.[\]-]+:\d+$/.test(argv[2] ?? "") ? argv[2] : undefined;
}

/**
 * Whether the engine still listens. After a kill -9 of the engine its host lives on, and what it started then would be
 * in no state; so it looks before it starts anything.
 */
export function isEngineAlive(address: string | undefined): Promise<boolean> {
    if (!address) return Promise.resolve(true);
    const colon = address.lastIndexOf(":");
    return new Promise((resolve) => {
        const socket = connect({ host: address.slice(0, colon), port: Number(address.slice(colon + 1)) });
        const answer = (isAlive: boolean) => {
            socket.destroy();
            resolve(isAlive);
        };
        socket.once("connect", () => answer(true));
        // Refused or reset: nobody listens. Silence on the loopback interface: a busy engine, so benefit of the doubt.
        socket.once("error", () => answer(false));
        socket.setTimeout(5_000, () => answer(true));
    });
}
