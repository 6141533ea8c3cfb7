import { Arena } from "./compare";
import { play, type Outcome } from "./play";

/** What run.ts has a worker do. */
export interface Order {
    readonly seed: number;
    readonly minimiseSeconds: number;
}

/** What a worker answers. */
export type Report = Outcome | { readonly seed: number; readonly error: string };

process.removeAllListeners("warning"); // programs that fail leave promises that are handled late
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
