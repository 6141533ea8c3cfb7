import { bad } from "./badInput";
import { refusedByTheProvider } from "./refused";

// Only the provider knows the time, the Region and the values of Outputs.
refusedByTheProvider([
    bad(
        "a range of the future",
        { from: "2026-12-01T00:00:00Z", to: "2026-12-02T00:00:00Z" },
        "to",
        '"2026-12-02T00:00:00Z"',
        /in the past: it is 2026-11-20T00:00:00Z now/,
        /Use a time up to 2026-11-19T12:00:00Z, wait, or give a smaller settleHours/,
    ),
    bad(
        "a range that is not settled",
        { to: "2026-11-19T12:00:00.001Z" },
        "to",
        '"2026-11-19T12:00:00.001Z"',
        /at least 12 hours ago \(settleHours\)/,
        /Use a time up to 2026-11-19T12:00:00Z, wait/,
    ),
    bad(
        "a range not settled for as long as asked",
        { settleHours: 336, to: "2026-11-10T00:00:00Z" },
        "to",
        '"2026-11-10T00:00:00Z"',
        /at least 336 hours ago/,
        /Use a time up to 2026-11-06T00:00:00Z/,
    ),
    bad(
        "no Region anywhere",
        { region: undefined },
        "region",
        "undefined",
        /given, in stack config or in the environment/,
        /pulumi config set aws:region/,
    ),
]);
