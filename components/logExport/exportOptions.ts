import { checkInputs, withDefaults } from "../../providers/exportTask/inputs";
import { type ExportTaskArgs } from "../../providers/exportTask/resource";
import { isNotYetKnown } from "../../providers/outputs";
import { type InputFailure } from "../../providers/validation/failure";
import { UNKNOWN } from "../../providers/validation/unknown";

/** The arguments of an `ExportTask` that a LogExport takes and passes on to each of its exports. */
export const EXPORT_OPTIONS = [
    "logStreamNamePrefix",
    "taskNamePrefix",
    "region",
    "profile",
    "assumeRoleArn",
    "triggers",
    "waitForCompletion",
    "timeoutSeconds",
    "retryTimeoutSeconds",
    "maxAttempts",
    "settleHours",
    "removalPolicy",
] as const satisfies readonly (keyof ExportTaskArgs)[];

/** How each of the exports is run; see the same properties of `ExportTask`. */
export type ExportOptions = Pick<ExportTaskArgs, (typeof EXPORT_OPTIONS)[number]>;

/** The options among other arguments. */
export function exportOptions(args: ExportOptions): ExportOptions {
    return Object.fromEntries(EXPORT_OPTIONS.map((name) => [name, args[name]]));
}

/** The errors that every export would report for its options, once. */
export function checkExportOptions(args: ExportOptions): InputFailure[] {
    const given = Object.entries(exportOptions(args)).filter(([, value]) => value !== undefined && value !== null);
    const plain = Object.fromEntries(given.map(([name, value]) => [name, isNotYetKnown(value) ? UNKNOWN : value]));
    const checkedElsewhere = { logGroupName: UNKNOWN, from: UNKNOWN, to: UNKNOWN, destination: UNKNOWN };
    return checkInputs(withDefaults({ ...plain, ...checkedElsewhere }));
}
