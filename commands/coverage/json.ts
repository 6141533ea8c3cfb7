import { formatTimestamp } from "../../providers/validation/timestamp";
import { type FoundCoverage } from "./coverage";

/** For programs: times as ISO 8601 in UTC, sizes in bytes. */
export function coverageJson(coverage: FoundCoverage, archive: string): object {
    const time = ({ from, to }: { readonly from: number; readonly to: number }) => ({
        from: formatTimestamp(from),
        to: formatTimestamp(to),
    });
    const { by, exports, withoutManifest, logGroups } = coverage;
    return {
        archive,
        ...time(coverage),
        by,
        exports,
        withoutManifest,
        logGroups: logGroups.map(({ name, created, gaps, cells }) => ({
            name,
            created: created === undefined ? undefined : formatTimestamp(created),
            gaps: gaps.map((gap) => ({ ...time(gap), reason: gap.reason })),
            cells: cells.map((cell) => ({
                ...time(cell),
                state: cell.state,
                objects: cell.objects,
                bytes: cell.bytes,
            })),
        })),
    };
}
