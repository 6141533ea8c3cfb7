import { type InputFailure, refuse, refuseUnknown } from "../../providers/validation/failure";
import { isNotYetKnown } from "../../providers/outputs";
import { checkSplitBy } from "../logExport/rangeChecks";
import { checkLogGroups } from "../logGroups/logGroups";
import { type ArchiveTableArgs } from "./args";

const PROPERTIES: Readonly<Record<keyof ArchiveTableArgs, true>> = {
    archiveUri: true,
    years: true,
    logGroups: true,
    splitBy: true,
    database: true,
    workgroup: true,
    transform: true,
};

/** The service began in 2014; a column of four digits ends in 9999. */
const [FIRST_YEAR, LAST_YEAR] = [2014, 9999];

/** The errors in an ArchiveTable's arguments that are found before anything is created. */
export function checkArchiveTableArgs(args: ArchiveTableArgs): InputFailure[] {
    return [
        ...refuseUnknown("an ArchiveTable", "", args, Object.keys(PROPERTIES)),
        ...(isNotYetKnown(args.archiveUri) ? [] : checkArchiveUri(args.archiveUri)),
        ...checkYears(args.years),
        ...(args.logGroups === undefined ? [] : checkLogGroups(args.logGroups)),
        ...checkSplitBy({ splitBy: args.splitBy }),
        ...(isNotYetKnown(args.database) ? [] : checkDatabase(args.database)),
    ];
}

export function checkArchiveUri(uri: unknown): InputFailure[] {
    if (typeof uri === "string" && /^s3:\/\/[A-Za-z0-9][A-Za-z0-9._-]+\/([^/]+\/)*$/.test(uri)) return [];
    const next = "Give the archiveUri of a LogExport or ScheduledLogExport.";
    return [refuse("archiveUri", uri, "an S3 URI that ends in /, like s3://audit-archive/audit/", next)];
}

function checkYears(years: unknown): InputFailure[] {
    const example = "For example { first: 2026, last: 2035 }.";
    if (typeof years !== "object" || years === null) {
        return [refuse("years", years, "the first and the last year of the archive", example)];
    }
    const { first, last } = years as { first: unknown; last: unknown };
    const isYear = (year: unknown) => Number.isInteger(year) && Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR;
    const wrong = Object.entries({ first, last }).filter(([, year]) => !isYear(year));
    if (wrong.length > 0 || Number(first) <= Number(last)) {
        const allowed = `a year from ${FIRST_YEAR} to ${LAST_YEAR}`;
        return [
            ...refuseUnknown("the years of an archive", "years.", years, ["first", "last"]),
            ...wrong.map(([name, year]) => refuse(`years.${name}`, year, allowed, example)),
        ];
    }
    return [refuse("years.last", last, `years.first (${String(first)}) or later`, "Both years are inclusive.")];
}

/** https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html */
function checkDatabase(database: unknown): InputFailure[] {
    if (database === undefined || (typeof database === "string" && /^[a-z0-9_]{1,255}$/.test(database))) return [];
    const next = "`aws glue get-databases` lists the names.";
    return [refuse("database", database, "a database's name: lower-case letters, digits and underscores", next)];
}
