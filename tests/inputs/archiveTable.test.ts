import { ArchiveTable } from "../../index";
import { bad, LOG_GROUP_NAME } from "./badInput";
import { refusedBy } from "./refused";

const RIGHT = { archiveUri: "s3://audit-archive/audit/", years: { first: 2026, last: 2035 } };
const URI = /must be an S3 URI that ends in \//;
const YEAR = /must be a year from 2014 to 9999/;

refusedBy(
    "ArchiveTable",
    [
        bad("no archive", { archiveUri: undefined }, "archiveUri", "undefined", URI, /archiveUri of a LogExport/),
        bad("a bucket's name", { archiveUri: "audit-archive" }, "archiveUri", '"audit-archive"', URI, /LogExport/),
        bad("a folder without its slash", { archiveUri: "s3://a-b/c" }, "archiveUri", '"s3://a-b/c"', URI, /LogExport/),
        bad("no years", { years: undefined }, "years", "undefined", /first and the last year/, /first: 2026/),
        bad("a year in text", { years: { first: "2026", last: 2030 } }, "years.first", '"2026"', YEAR, /first: 2026/),
        bad("a year before the service", { years: { first: 1999, last: 2030 } }, "years.first", "1999", YEAR, /2035/),
        bad("no last year", { years: { first: 2026 } }, "years.last", "undefined", YEAR, /2035/),
        bad(
            "years upside down",
            { years: { first: 2026, last: 2025 } },
            "years.last",
            "2025",
            /\(2026\) or later/,
            /both/i,
        ),
        bad(
            "a log group's wrong name",
            { logGroups: ["a b"] },
            "logGroups[0]",
            '"a b"',
            LOG_GROUP_NAME,
            /describe-log-groups/,
        ),
        bad("an unknown split", { splitBy: "minute" }, "splitBy", '"minute"', /"hour", "day"/, /./),
        bad(
            "a database with a hyphen",
            { database: "my-lake" },
            "database",
            '"my-lake"',
            /lower-case/,
            /get-databases/,
        ),
        bad(
            "another property",
            { prefix: "audit" },
            "prefix",
            '"audit"',
            /not a property of an ArchiveTable/,
            /spelling/,
        ),
    ],
    (args) => new ArchiveTable("audit", { ...RIGHT, ...args } as never),
);
