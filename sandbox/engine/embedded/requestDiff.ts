import { resolveDiff, type Diff } from "../diff";
import { cannotIgnore } from "../propertyPath";
import type { ResourceState } from "../state";
import type { PropertyMap } from "../values";
import type { Provider } from "./provider";
import type { Reporter } from "./reporter";

/** The provider's diff, resolved by the engine if necessary. An alias may have given the resource a new URN. */
export async function requestDiff(
    asked: Provider,
    old: ResourceState,
    inputs: PropertyMap,
    ignoreChanges: readonly string[],
    reporter: Reporter,
    urn = old.urn,
): Promise<Diff> {
    const oldInputs = old.inputs ?? {};
    const request = { urn, id: old.id ?? "", oldInputs, oldOutputs: old.outputs ?? {}, inputs, ignoreChanges };
    return resolveDiff(await asked.diff(request), oldInputs, inputs, ignoreChanges, (paths) =>
        reporter.log("info", cannotIgnore(paths), urn),
    );
}
