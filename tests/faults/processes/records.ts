import type { ResourceState } from "../../../sandbox/engine";
import type { StateRecord } from "../stateRecord";

/** Updates the records from a state. A resource that stays keeps its record. */
export function updateRecords(records: StateRecord[], resources: readonly ResourceState[]): void {
    const now = resources
        .filter(({ urn }) => /:ExportTask::/.test(urn))
        .map(({ urn, id = "", inputs = {}, outputs = {}, initErrors, delete: isReplaced, pendingReplacement }) => {
            const known = records.find((record) => record.urn === urn && record.id === id) ?? {};
            const said = { urn, id, inputs, outputs, initErrors, delete: isReplaced, pendingReplacement };
            return Object.assign(known, said) as StateRecord;
        });
    records.splice(0, records.length, ...now);
}
