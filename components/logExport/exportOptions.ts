import { type InputFailure } from "../../providers/validation/failure";
import { checkInputs, withDefaults } from "../../providers/exportTask/inputs";
import { UNKNOWN } from "../../providers/validation/unknown";
import { isNotYetKnown } from "../../providers/outputs";

/** What every export would say of options that all have in common, told once. */
export function checkExportOptions(options: Readonly<Record<string, unknown>>): InputFailure[] {
    const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
    const plain = Object.fromEntries(given.map(([name, value]) => [name, isNotYetKnown(value) ? UNKNOWN : value]));
    const elsewhere = { logGroupName: UNKNOWN, from: UNKNOWN, to: UNKNOWN, destination: UNKNOWN };
    return checkInputs(withDefaults({ ...plain, ...elsewhere }));
}
