import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import type { ProviderDiff } from "../diff";
import { copySecretMarks, type PropertyMap } from "../values";
import type { CheckFailure, CheckResult } from "./provider";
import { fromStruct } from "./rpc";

// Converts a plugin's responses.

export function checkResult(answer: protocol.CheckResponse, sent: PropertyMap): CheckResult {
    return { inputs: copySecretMarks(fromStruct(answer.getInputs()), sent), failures: failures(answer) };
}

export function failures(answer: { getFailuresList(): protocol.CheckFailure[] }): CheckFailure[] {
    return answer
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

export function diffResult(answer: protocol.DiffResponse): ProviderDiff {
    const { DiffChanges } = protocol.DiffResponse;
    const { Kind } = protocol.PropertyDiff;
    const detailed = [...answer.getDetaileddiffMap().entries()];
    const replacing = new Set<number>([Kind.ADD_REPLACE, Kind.DELETE_REPLACE, Kind.UPDATE_REPLACE]);
    const changes = { [DiffChanges.DIFF_NONE]: "none", [DiffChanges.DIFF_SOME]: "some" } as const;
    return {
        changes: changes[answer.getChanges() as keyof typeof changes] ?? "unknown",
        replaceKeys: [
            ...new Set([
                ...answer.getReplacesList(),
                ...detailed.filter(([, property]) => replacing.has(property.getKind())).map(([key]) => key),
            ]),
        ],
        changedKeys: [...new Set([...answer.getDiffsList(), ...detailed.map(([key]) => key)])],
        deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
}
