import { Arena } from "./compare";
import { play, type Outcome } from "./play";

/** A task that run.ts sends to a worker. */
export interface Order {
    readonly seed: number;
    readonly minimiseSeconds: number;
}

/** A worker's response. */
export type Report = Outcome | { readonly seed: number; readonly error: string };

process.removeAllListeners("warning"); // failed programs leave promises that are handled late
const arena = Arena.open(true);
process.on("message", ({ seed, minimiseSeconds }: Order) => {
    arena
        .then((opened) => play(opened, seed, minimiseSeconds))
        .catch((error: unknown): Report => ({
            seed,
            error: error instanceof Error ? String(error.stack) : String(error),
        }))
        .then((report) => process.send?.(report))
        .catch(() => process.exit(1));
});
process.on("disconnect", () => {
    arena
        .then((opened) => opened.close())
        .finally(() => process.exit())
        .catch(() => undefined);
});
