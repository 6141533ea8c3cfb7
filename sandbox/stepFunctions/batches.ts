import { StateError } from "./errors";
import { payloadLimit } from "./expressions";
import type { MapRun } from "./frame";
import { bytesOf, type Json, type JsonObject } from "./json";

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
export function batchesOf(items: readonly Json[], batcher: JsonObject): MapRun["batches"] {
    const { BatchInput, MaxItemsPerBatch = Infinity, MaxInputBytesPerBatch = payloadLimit } = batcher;
    const [most, bytes] = [Number(MaxItemsPerBatch), Number(MaxInputBytesPerBatch)];
    if (!(most >= 1) || !(bytes >= 1 && bytes <= payloadLimit)) {
        throw new StateError("States.QueryEvaluationError", `ItemBatcher is out of range: ${JSON.stringify(batcher)}`);
    }
    const batches: { readonly input: Json; readonly items: number }[] = [];
    let current: Json[] = [];
    const inputOf = (Items: readonly Json[]): Json => ({ ...(BatchInput !== undefined && { BatchInput }), Items });
    const empty = bytesOf(inputOf([]));
    let size = empty;
    const close = (): void => {
        if (current.length > 0) batches.push({ input: inputOf(current), items: current.length });
        [current, size] = [[], empty];
    };
    for (const item of items) {
        const itemBytes = bytesOf(item) + (current.length > 0 ? 1 : 0);
        if (empty + itemBytes > payloadLimit) {
            throw new StateError("States.DataLimitExceeded", "An item does not fit in a batch of 256 KiB.");
        }
        if (current.length >= most || (current.length > 0 && size + itemBytes > bytes)) close();
        size += bytesOf(item) + (current.length > 0 ? 1 : 0);
        current.push(item);
    }
    close();
    return batches;
}
