import { isPluginProcess } from "../host";
import { type Place } from "./run/objects";

type Recorded = Readonly<Record<string, unknown>>;

/**
 * The outputs of an export as the state keeps them: bucket and prefix are left to `uri`, which says both, because the inputs
 * have them as well, and a record is written for each of thousands of exports. What was only read has no inputs; and programs
 * in other languages see of the plugin's resources nothing but the outputs.
 */
export function withoutPlace(record: Recorded): Recorded {
    const { destination, destinationPrefix, ...others } = record;
    const isOwn = Boolean(record.owner) && !isPluginProcess();
    const place = isOwn ? placeIn(record) : undefined;
    const isSaid = place?.destination === destination && place?.destinationPrefix === destinationPrefix;
    return place && isSaid ? others : record;
}

/** The whole outputs again. Inputs, which have no `uri`, are given back as they are. */
export const withPlace = (record: Recorded): Recorded => ({ ...placeIn(record), ...record });

/** What a `uri` was made of: see uriOf, and without a task nothing follows the prefix. */
export function placeIn({ uri, taskId }: Recorded): Omit<Place, "taskId"> | undefined {
    if (typeof uri !== "string") return undefined;
    const form = taskId ? /^s3:\/\/([^/]+)\/(.*)\/[^/]+\/$/s : /^s3:\/\/([^/]+)\/(.*)\/$/s;
    const [, destination, destinationPrefix] = form.exec(uri) ?? [];
    return destination && destinationPrefix ? { destination, destinationPrefix } : undefined;
}
