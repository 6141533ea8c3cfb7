import { Cancellation } from "./cancellation";
import type { Json } from "./json";

/** Runs up to `concurrency` parts at a time. The first failure cancels the others. The results keep the order of the parts. */
export async function runConcurrently<T>(
    outer: Cancellation,
    parts: readonly T[],
    concurrency: number,
    run: (part: T, index: number, cancellation: Cancellation) => Promise<Json>,
): Promise<Json> {
    const cancellation = new Cancellation(outer);
    const results: Json[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
        while (next < parts.length) {
            const index = next++;
            results[index] = await run(parts[index], index, cancellation);
        }
    };
    const workers = Array.from({ length: Math.min(concurrency, parts.length) }, work);
    try {
        await Promise.all(workers);
        return results;
    } catch (error) {
        cancellation.cancel();
        await Promise.allSettled(workers);
        throw error;
    } finally {
        cancellation.detach();
    }
}
