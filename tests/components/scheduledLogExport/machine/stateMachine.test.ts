import * as assert from "node:assert/strict";
import jsonata from "jsonata";
import { type MachinePlan } from "../../../../components/scheduledLogExport/machine/plan";
import { groupSelection } from "../../../../components/scheduledLogExport/machine/selection";
import { stateMachine } from "../../../../components/scheduledLogExport/machine/stateMachine";
import { zoneClock } from "../../../../components/scheduledLogExport/machine/zoneClock";
import { type Flow } from "../../../../components/scheduledLogExport/machine/statesLanguage";
import { parseDefinition } from "../../../../sandbox/stepFunctions";
import { errorsInDefinition } from "../../../support/aslValidator";
import { planOf } from "../plan";

const selected = {
    select: groupSelection({
        namePrefix: "/aws/",
        namePattern: /lambda|ecs/,
        tags: { team: ["payments", "!log*"], audit: [] },
        logGroupClass: "STANDARD",
        exclude: [/-test$/, "/aws/*/canary"],
    }),
};
const kinds: Readonly<Record<string, Partial<MachinePlan>>> = {
    "log groups by name": {},
    "a selection": { groups: selected },
    "a time zone": { clock: zoneClock("Africa/Casablanca", 0, Date.parse("2026-11-20T00:00:00Z")) },
    "a time zone, quiet groups and a selection": {
        clock: zoneClock("Europe/Berlin", 0, Date.parse("2026-11-20T00:00:00Z")),
        quiet: { bytesPerDay: 1_000_000, splitBy: "month" },
        groups: selected,
    },
    "quiet groups": { quiet: { bytesPerDay: 1_000_000, splitBy: "week" } },
    "a backfill": { to: Date.parse("2026-11-01T00:00:00Z"), splitBy: "month" },
    "a backfill of a selection": { to: Date.parse("2026-11-01T00:00:00Z"), groups: selected },
    "China, hours, a stream prefix": {
        partition: "aws-cn",
        splitBy: "hour",
        logStreamNamePrefix: "eu-",
        layout: "plain",
    },
};

const definitionOf = (changes: Partial<MachinePlan>) => stateMachine(planOf(changes));

/** All strings of a definition with their paths. */
function* textsOf(value: unknown, at = ""): Generator<[at: string, text: string]> {
    if (typeof value === "string") yield [at, value];
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, `${at}/${key}`);
}

describe("The definition of the state machine", () => {
    for (const [kind, changes] of Object.entries(kinds)) {
        it(`is valid: ${kind}`, () => {
            assert.equal(errorsInDefinition(definitionOf(changes)), "");
            parseDefinition(JSON.stringify(definitionOf(changes)));
        });

        it(`has expressions that can be read, each within the service's limits: ${kind}`, () => {
            for (const [at, text] of textsOf(definitionOf(changes))) {
                if (!text.startsWith("{%")) continue;
                assert.ok(text.length < 10_000, at);
                assert.doesNotThrow(() => jsonata(text.slice(2, -2)), at);
                assert.doesNotMatch(text, /\$eval|\$\$|undefined|\[object/, at);
            }
            assert.ok(JSON.stringify(definitionOf(changes)).length < 1_000_000);
        });
    }

    it("names the partition in every resource", () => {
        for (const [at, text] of textsOf(definitionOf({ partition: "aws-us-gov" }))) {
            if (at.endsWith("/Resource")) assert.match(text, /^arn:aws-us-gov:states:::/, at);
        }
    });

    it("gives messages a subject that SNS takes, however long the name is", () => {
        const subjects = [...textsOf(definitionOf({ name: "x".repeat(400) }))].filter(([at]) =>
            at.endsWith("/Subject"),
        );
        assert.equal(subjects.length, 2);
        for (const [at, text] of subjects) assert.ok(text.length < 100, at);
    });

    it("retries every call but CreateExportTask, which must not be sent twice", () => {
        const { States } = definitionOf({}).States.VisitGroups.ItemProcessor as Flow;
        const notRetried = Object.values(States).filter(({ Type, Retry }) => Type === "Task" && Retry === undefined);
        assert.deepEqual(
            notRetried.map(({ Resource }) => Resource),
            ["arn:aws:states:::aws-sdk:cloudwatchlogs:createExportTask"],
        );
    });
});
