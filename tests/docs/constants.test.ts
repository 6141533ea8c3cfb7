import * as assert from "node:assert/strict";
import { checkBucketArgs } from "../../components/exportBucket/checks";
import { DEFAULT_DELETION_WINDOW_DAYS, DEFAULT_ROTATION_DAYS } from "../../components/exportBucket/key";
import { DEFAULT_ABORT_UPLOAD_DAYS } from "../../components/exportBucket/lifecycle/configuration";
import { PRESETS } from "../../components/exportBucket/lifecycle/presets";
import { DEFAULT_NONCURRENT_DAYS } from "../../components/exportBucket/lifecycle/rules";
import { checkedPlan } from "../../components/logExport/checks";
import { BYTES_PER_SECOND, TASK_SECONDS } from "../../components/logExport/preview/estimate";
import { PREVIEW_PATIENCE_MS } from "../../components/previewLog";
import { EXPORT_SECONDS } from "../../components/scheduledLogExport/preview/dailyLoad";
import { DEFAULT_TIME_ZONE } from "../../components/time/timeZone";
import { NEEDS } from "../../providers/aws/calls";
import {
    DEFAULT_DESTINATION_PREFIX,
    DEFAULT_MAX_ATTEMPTS,
    DEFAULT_SETTLE_HOURS,
    SERVICE_TIMEOUT_SECONDS,
} from "../../providers/exportTask/inputs";
import { pauseBefore } from "../../providers/exportTask/run/attempts";
import { SLOT_PATIENCE_MS } from "../../providers/exportTask/run/start";
import { pollInterval } from "../../providers/exportTask/run/wait";
import { DAY_MS } from "../../providers/durations";
import { assertInputs } from "../../providers/validation/inputError";
import { textOf } from "./markdown";

const seconds = (milliseconds: number) => milliseconds / 1000;
const [SHORTEST_POLL, LONGEST_POLL] = [pollInterval(0), pollInterval(Infinity)].map(seconds);
const GB_AN_HOUR = Math.round((BYTES_PER_SECOND * 3600) / 1e9);
const SERVICE_HOURS = SERVICE_TIMEOUT_SECONDS / 3600;

/** What documents and doc comments say of a constant, as it has to stand there. */
const STATEMENTS: readonly [page: string, ...statements: (string | RegExp)[]][] = [
    [
        "docs/arguments.md",
        row("destinationPrefix", `"${DEFAULT_DESTINATION_PREFIX}"`),
        row("timeZone", `"${DEFAULT_TIME_ZONE}"`),
        row("abortIncompleteMultipartUploadDays", DEFAULT_ABORT_UPLOAD_DAYS),
        row("timeoutSeconds", `${SERVICE_TIMEOUT_SECONDS}, as the service`),
        row("settleHours", DEFAULT_SETTLE_HOURS),
    ],
    ["docs/arguments.md", row("maxAttempts", DEFAULT_MAX_ATTEMPTS)],
    [
        "docs/reliability.md",
        `\`maxAttempts\` (${DEFAULT_MAX_ATTEMPTS}) tasks at most, with pauses of ${seconds(pauseBefore(2))} s, then four times as long`,
    ],
    ["providers/exportTask/resource.ts", defaultOf("maxAttempts", DEFAULT_MAX_ATTEMPTS)],
    ["docs/backfill.md", `${SERVICE_HOURS} hours`],
    ["docs/reliability.md", `${SERVICE_HOURS} hours`],
    ["docs/reliability.md", `waited for, for up to ${SLOT_PATIENCE_MS / DAY_MS} days; then the export fails`],
    ["docs/progress.md", `${SHORTEST_POLL} to ${LONGEST_POLL} s apart`],
    ["docs/decisions/0002-own-wait.md", `at least ${SHORTEST_POLL} s`, `at most ${LONGEST_POLL} s`],
    [
        "docs/decisions/0012-forecast.md",
        `${TASK_SECONDS} s for each task and an hour for each ${GB_AN_HOUR} GB`,
        `waits ${seconds(PREVIEW_PATIENCE_MS)} s at most`,
    ],
    [
        "docs/scheduled-exports.md",
        `about ${EXPORT_SECONDS} seconds for an export with little in it, and an hour more for each ${GB_AN_HOUR} GB`,
    ],
    ["components/scheduledLogExport/args.ts", `takes about ${EXPORT_SECONDS} seconds`],
    ["components/scheduledLogExport/args.ts", defaultOf("settleHours", DEFAULT_SETTLE_HOURS)],
    ["components/logExport/args.ts", defaultOf("timeZone", `"${DEFAULT_TIME_ZONE}"`)],
    ["components/exportBucket/args.ts", defaultOf("abortIncompleteMultipartUploadDays", DEFAULT_ABORT_UPLOAD_DAYS)],
    [
        "components/exportBucket/encryption.ts",
        defaultOf("rotationPeriodDays", DEFAULT_ROTATION_DAYS),
        defaultOf("deletionWindowDays", DEFAULT_DELETION_WINDOW_DAYS),
    ],
    [
        "components/exportBucket/lifecycle/rules.ts",
        defaultOf("noncurrentVersionExpirationDays", DEFAULT_NONCURRENT_DAYS),
    ],
    ["providers/exportTask/resource.ts", defaultOf("timeoutSeconds", SERVICE_TIMEOUT_SECONDS)],
    ["providers/exportTask/resource.ts", defaultOf("settleHours", DEFAULT_SETTLE_HOURS)],
];

/** The row of an argument, with its default in the last cell. */
function row(argument: string, value: string | number): RegExp {
    return new RegExp(
        `^\\| \`${argument}\` \\|.*\\| ${literal(`${value}`.startsWith('"') ? `\`${value}\`` : value)} \\|$`,
        "m",
    );
}

/** The `@default` of a property in its doc comment. */
function defaultOf(property: string, value: string | number): RegExp {
    return new RegExp(`@default ${literal(value)}(?!\\d)(?:(?!\\*/)[\\s\\S])*\\*/\\s+(readonly )?${property}\\?:`);
}

function literal(text: string | number): string {
    return `${text}`.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A page as one line, for sentences that are wrapped. */
const unwrapped = (page: string) => textOf(page).replace(/\n( \*)? */g, " ");

describe("documents say what the code does", () => {
    for (const [page, ...statements] of STATEMENTS) {
        for (const statement of statements) {
            it(`${page}: ${typeof statement === "string" ? statement : statement.source}`, () => {
                if (typeof statement === "string") assert.ok(unwrapped(page).includes(statement));
                else assert.match(textOf(page), statement);
            });
        }
    }

    for (const [component, check] of Object.entries({
        LogExport: () => checkedPlan("", { misspelt: 1 } as never, 0),
        ExportBucket: () => assertInputs("", checkBucketArgs({ misspelt: 1 } as never)),
    })) {
        it(`docs/arguments.md: every argument of ${component}`, () => {
            assert.throws(check, (error: Error) => {
                const [, list] = /misspelt .* Allowed are ([^.]*)\./.exec(error.message) ?? [];
                const undocumented = (list ?? "missing")
                    .split(", ")
                    .filter((argument) => !new RegExp(`[\`{ ]${argument}[\`,? }]`).test(textOf("docs/arguments.md")));
                assert.deepEqual(undocumented, []);
                return true;
            });
        });
    }

    it("docs/arguments.md: every call that is made of AWS, and what it needs", () => {
        const rows = [...textOf("docs/arguments.md").matchAll(/^\| ([A-Z]\w+) \| ([^|]*) \|/gm)];
        const documented = rows.map(([, call, needs]) => [
            call,
            [...needs.matchAll(/`([^`]+)`/g)].map(([, one]) => one),
        ]);
        const needed = Object.entries(NEEDS).map(([call, { permissions }]) => [call, permissions]);
        assert.deepEqual(Object.fromEntries(documented), Object.fromEntries(needed));
    });

    it("docs/arguments.md: the presets of lifecycle rules", () => {
        const [, list] = /presets are ([^;|]*)/.exec(textOf("docs/arguments.md")) ?? [];
        const named = [...(list ?? "").matchAll(/`"([^"]+)"`/g)].map(([, name]) => name);
        assert.deepEqual(named, Object.keys(PRESETS));
    });

    it("the doc comment of LifecyclePreset: what each preset does", () => {
        const rows = textOf("components/exportBucket/lifecycle/presets.ts")
            .split("\n")
            .filter((line) => /^ \* \| `"/.test(line))
            .map((line) => line.split("|").map((cell) => cell.trim()))
            .map(([, name, moves, deleted]) => [name, moves, deleted]);
        const days = (count: number) => count.toLocaleString("en-US");
        const expected = Object.entries(PRESETS).map(([name, { transitions = [], expirationDays }]) => [
            `\`"${name}"\``,
            transitions.map(({ days: after, storageClass }) => `\`${storageClass}\` after ${days(after)}`).join(", ") +
                (transitions.length > 0 ? " days" : ""),
            expirationDays === undefined ? "never" : `${days(expirationDays)} days`,
        ]);
        assert.deepEqual(rows, expected);
    });
});
