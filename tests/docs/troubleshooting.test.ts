import * as assert from "node:assert/strict";
import { textOf } from "./markdown";
import { isSaid, sentencesIn, textsInCode } from "./messages";

const PAGE = "docs/troubleshooting.md";

/** Headings of the page that quote a message of the package, and those of the same kind below them. */
function quoted(): string[] {
    return [...textOf(PAGE).matchAll(/^(?:### |Also: )`(.+)`$/gm)].map(([, message]) => message);
}

/** Sentences that need no entry of their own. */
const WITHOUT_ENTRY: Readonly<Record<string, readonly string[]>> = {
    "they follow another sentence, which has one": [
        "…. Try GOVERNANCE and a few days first.",
        "Export its log streams separately, with logStreamNamePrefix.",
        'Most of that time is overhead per task: splitBy: "…" makes about …, ….',
        "Export a part of the range first and move its end with each up, or run up where it can take that long: if it is interrupted, the next up resumes. Or let AWS run the exports: a ScheduledLogExport with once: true. Log groups of other Regions have their own slot.",
        'splitBy: "day" makes fewer exports. …',
        " The nearest names are ….",
        "The next `pulumi up` checks the task again and resumes the export.",
        "The next `pulumi up` starts it again.",
        "The declaration is not at fault. Run `pulumi up` again: if a task was started, it is found and resumed.",
        "Check the range and logStreamNamePrefix if you expected data.",
        " If the account is in it, check the policy of the key ….",
        "Where an ExportBucket or a LogExport writes this policy, add it to … of the bucket instead….",
    ],
    "a preview says them where all is well": [
        "The log groups hold …, estimated … of it in these ranges…; one after the other, as the service runs them, they take ….",
        " What has not been exported yet takes … more, once.",
        "a day of …… … in the one slot of the account and Region, if every group has data; about … like these fit.…",
    ],
    "the command's help, and what it says where nothing is wrong": [
        "Works with archives of CloudWatch Logs in Amazon S3: what is there, whether it is whole, what it says.",
        "\nExit status: 0 if all is well, 1 if something was found, 2 if the command could not do its work.",
        "Shows which log groups are exported for which days, and lists the gaps.",
        "Prints the events of a log group in the order of their times.",
        "Compares every manifest with the bucket: missing, changed and additional objects.",
        "Everything is as the manifests say.",
        "No event of … in this time matches.",
    ],
    "it says that the code is wrong": ["The exports are not in the order of their times."],
    "they describe a resource in AWS": [
        "Encrypts the log archive of …: without this key it cannot be read.",
        "Encrypts the topic of ….",
        "Runs that failed, timed out or were stopped.",
        "Runs of … failed, timed out or were stopped.",
        "No run of … was started when the schedule said.",
        "The schedule of … could not start runs: see the dead-letter queue.",
        "What … could have exported has been waiting for more than … hours.",
        "Retention removed events before … exported them.",
    ],
};

describe("troubleshooting by error message", () => {
    const texts = textsInCode();
    const sentences = sentencesIn(texts);

    it("quotes what the code says, with … for what is filled in", () => {
        assert.deepEqual(
            quoted().filter((message) => !isSaid(message, texts)),
            [],
        );
    });

    it("has an entry for everything that the code can say, but for the arguments' messages, which are one entry", () => {
        const entries = [...quoted(), ...Object.values(WITHOUT_ENTRY).flat()];
        const missing = sentences.filter((sentence) => !entries.some((entry) => sentence.includes(entry)));
        assert.deepEqual(missing, [], `give each a heading in ${PAGE}, or a line "Also: \`…\`" below one of its kind`);
        assert.ok(sentences.length > 60, "the messages are found");
    });

    it("excepts nothing that is not said any more", () => {
        const gone = Object.values(WITHOUT_ENTRY).flatMap((said) => said.filter((text) => !sentences.includes(text)));
        assert.deepEqual(gone, []);
    });

    it("would notice a message that the code does not say", () => {
        assert.ok(!isSaid("The bucket … is on fire", texts));
    });

    it("gives a cause and a remedy for each", () => {
        const sections = textOf(PAGE).split(/^### /m).slice(1);
        for (const section of sections) {
            const body = section.split("\n").slice(1).join(" ");
            assert.ok(body.trim().length > 60, section.split("\n")[0]);
        }
    });
});
