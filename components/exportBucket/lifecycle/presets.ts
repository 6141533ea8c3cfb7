import { type LifecycleTransition } from "./storageClasses";

/**
 * Common retention requirements. Days count from the export. Events are older than their export, so they are kept longer
 * than the name says, never shorter. Years include leap days.
 *
 * | preset | moves to | deleted after | for example |
 * |---|---|---|---|
 * | `"90-days"` | | 90 days | operations |
 * | `"1-year"` | `GLACIER_IR` after 30 days | 366 days | PCI DSS 10.5.1: a year, three months of it immediately available |
 * | `"6-years"` | `GLACIER_IR` after 30, `DEEP_ARCHIVE` after 731 days | 2,192 days | SEC 17a-4: six years, two of them easily accessible; HIPAA |
 * | `"7-years"` | `GLACIER_IR` after 30, `DEEP_ARCHIVE` after 366 days | 2,557 days | SOX, and what many auditors ask for |
 * | `"10-years"` | `GLACIER_IR` after 30, `DEEP_ARCHIVE` after 366 days | 3,653 days | tax law of several countries |
 * | `"forever"` | `GLACIER_IR` after 30, `DEEP_ARCHIVE` after 366 days | never | |
 *
 * Objects under 128 KB are not moved, because that would cost more than it saves, but deleted like the others. Objects in
 * `GLACIER_IR` can be read immediately; a restore from `DEEP_ARCHIVE` takes hours.
 */
export type LifecyclePreset = "90-days" | "1-year" | "6-years" | "7-years" | "10-years" | "forever";

/** The properties of a rule that a preset sets. */
interface Actions {
    readonly transitions?: readonly LifecycleTransition[];
    readonly expirationDays?: number;
}

const accessible = { days: 30, storageClass: "GLACIER_IR" } as const;
const archivedAfter = (days: number) => [accessible, { days, storageClass: "DEEP_ARCHIVE" } as const];

export const PRESETS: Readonly<Record<LifecyclePreset, Actions>> = {
    "90-days": { expirationDays: 90 },
    "1-year": { transitions: [accessible], expirationDays: 366 },
    "6-years": { transitions: archivedAfter(731), expirationDays: 2192 },
    "7-years": { transitions: archivedAfter(366), expirationDays: 2557 },
    "10-years": { transitions: archivedAfter(366), expirationDays: 3653 },
    forever: { transitions: archivedAfter(366) },
};
