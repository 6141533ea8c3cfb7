import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import type { ProviderDiff } from "../diff";
import { parsePath } from "../propertyPath";
import { copySecretMarks, type PropertyMap } from "../values";
import type { CheckFailure, CheckResult } from "./provider";
import { fromStruct } from "./rpc";

// Converts a plugin's responses.

/** A provider that does not accept secrets returns them as plain values. */
export function checkResult(answer: protocol.CheckResponse, sent: PropertyMap, acceptSecrets: boolean): CheckResult {
    const inputs = fromStruct(answer.getInputs());
    return { inputs: acceptSecrets ? inputs : copySecretMarks(inputs, sent), failures: failures(answer) };
}

export function failures(answer: { getFailuresList(): protocol.CheckFailure[] }): CheckFailure[] {
    return answer
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

export function diffResult(answer: protocol.DiffResponse): ProviderDiff {
    const { DiffChanges } = protocol.DiffResponse;
    const { Kind } = protocol.PropertyDiff;
    const replacing = new Set<number>([Kind.ADD_REPLACE, Kind.DELETE_REPLACE, Kind.UPDATE_REPLACE]);
    const changes = { [DiffChanges.DIFF_NONE]: "none", [DiffChanges.DIFF_SOME]: "some" } as const;
    return {
        changes: changes[answer.getChanges() as keyof typeof changes] ?? "unknown",
        replaceKeys: answer.getReplacesList(),
        changedKeys: answer.getDiffsList(),
        ...(answer.getHasdetaileddiff()
            ? {
                  details: [...answer.getDetaileddiffMap().entries()].map(([key, property]) => ({
                      path: parsePath(key),
                      replaces: replacing.has(property.getKind()),
                  })),
              }
            : {}),
        deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
}
