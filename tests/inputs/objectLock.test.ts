import { bad } from "./badInput";
import { refusedByExportBucket } from "./refused";

refusedByExportBucket([
    bad(
        "a lock that is no object",
        { objectLock: true },
        "objectLock",
        "true",
        /an object/,
        /For example \{ mode: "GOVERNANCE", days: 365 \}/,
    ),
    bad(
        "a lock without a mode",
        { objectLock: { days: 365 } },
        "objectLock.mode",
        "undefined",
        /"GOVERNANCE" or "COMPLIANCE"/,
        /Start with GOVERNANCE/,
    ),
    bad(
        "a lock for no time",
        { objectLock: { mode: "GOVERNANCE" } },
        "objectLock",
        '{"mode":"GOVERNANCE"}',
        /for days or for years, one of the two/,
        /days: 365/,
    ),
    bad(
        "a lock for days and years",
        { objectLock: { mode: "GOVERNANCE", days: 1, years: 1 } },
        "objectLock",
        '{"mode":"GOVERNANCE"',
        /one of the two/,
        /days: 365/,
    ),
    bad(
        "a lock for more than 100 years",
        { objectLock: { mode: "COMPLIANCE", years: 101 } },
        "objectLock.years",
        "101",
        /from 1 to 100/,
        /at most 100 years/,
    ),
    bad(
        "a lock for half a day",
        { objectLock: { mode: "COMPLIANCE", days: 0.5 } },
        "objectLock.days",
        "0.5",
        /from 1 to 36500/,
        /at most 100 years/,
    ),
    bad(
        "a misspelt property of a lock",
        { objectLock: { mode: "GOVERNANCE", day: 1 } },
        "objectLock.day",
        "1",
        /Allowed are mode, days, years/,
        /Correct the spelling/,
    ),
    bad(
        "a lock without versions",
        { objectLock: { mode: "GOVERNANCE", days: 1 }, versioning: false },
        "versioning",
        "false",
        /true beside objectLock/,
        /S3 locks versions/,
    ),
]);
