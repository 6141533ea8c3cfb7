import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { CloudWatchLogsClient, ListLogGroupsCommand, LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import { listFilter } from "../../../components/logGroups/listFilter";
import { LOG_GROUP_CLASSES, type LogGroupSelection } from "../../../components/logGroups/selection";
import { checkSelection } from "../../../components/logGroups/selectionChecks";
import { startAws } from "../../../sandbox/aws";
import { checkTagFilters } from "../../../sandbox/aws/logs/tagFilters";
import { MODEL } from "./listLogGroupsModel";

const { TagFilters, TagFilterKey, TagFilterValues, TagFilterValue, LogGroupNameRegexPattern } = MODEL;

/** Whether a text has the length and pattern of the API model. */
function fits(text: string, shape: { readonly min: number; readonly max: number; readonly pattern: string }): boolean {
    const whole = shape.pattern.replace(/^\^|\$$/g, "").replace(/\\_|\\\/|\\#/g, (escape) => escape.slice(1)); // not escapes in "u"
    return text.length >= shape.min && text.length <= shape.max && new RegExp(`^(?:${whole})$`, "u").test(text);
}

type Tags = Readonly<Record<string, readonly string[]>>;

function modelAccepts(tags: Tags): boolean {
    const keys = Object.keys(tags);
    return (
        keys.length >= TagFilters.min &&
        keys.length <= TagFilters.max &&
        keys.every((key) => fits(key, TagFilterKey)) &&
        Object.values(tags).every(
            (values) => values.length <= TagFilterValues.max && values.every((value) => fits(value, TagFilterValue)),
        )
    );
}

/** Texts on both sides of the limits, most of them inside. */
const text = (longest: number) =>
    fc.oneof(
        { weight: 20, arbitrary: fc.string({ unit: fc.constantFrom(..."ab 1_.:/=+-@ä"), minLength: 1, maxLength: 6 }) },
        { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(..."ab!*&^$?,{"), maxLength: 4 }) },
        { weight: 1, arbitrary: fc.constantFrom("", "x".repeat(longest), "x".repeat(longest + 1)) },
    );
const value = fc.oneof(text(TagFilterValue.max), fc.constantFrom("!prod*", "*", "!*a*", "*a", "a*", "!a", "!"));
const tagsAround: fc.Arbitrary<Tags> = fc.dictionary(
    text(TagFilterKey.max),
    fc.array(value, { maxLength: TagFilterValues.max + 1, size: "-1" }),
    { maxKeys: TagFilters.max + 1 },
);

describe("the tags of a selection", () => {
    it("are accepted if the API model of ListLogGroups accepts them, but for an empty value", () => {
        let [accepted, refused] = [0, 0];
        fc.assert(
            fc.property(tagsAround, (tags) => {
                const isEmpty = Object.values(tags).some((values) => values.includes(""));
                const expected = modelAccepts(tags) && !isEmpty;
                if (expected) accepted++;
                else refused++;
                assert.equal(checkSelection("", { tags }).length === 0, expected, JSON.stringify(tags));
            }),
            { numRuns: 3_000 },
        );
        assert.ok(accepted > 100 && refused > 100, `${accepted} accepted, ${refused} refused`);
    });

    it("are refused by the sandbox if the model refuses them", async () => {
        const filters = (tags: Tags) => Object.entries(tags).map(([key, values]) => ({ key, values: [...values] }));
        fc.assert(
            fc.property(tagsAround, (tags) => {
                const check = () => checkTagFilters(filters(tags));
                if (modelAccepts(tags)) check();
                else assert.throws(check, /failed to satisfy constraint/, JSON.stringify(tags));
            }),
            { numRuns: 1_000 },
        );
        const aws = await startAws();
        const { endpoint } = aws;
        const credentials = { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" };
        const client = new CloudWatchLogsClient({ endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
        try {
            const call = client.send(new ListLogGroupsCommand({ logGroupTags: filters({ team: ["a&b"] }) }));
            await assert.rejects(call, { name: "InvalidParameterException" });
        } finally {
            await aws.close();
        }
    });

    it("come with a text to look for that the model accepts, whatever the names", () => {
        const name = fc.string({ unit: fc.constantFrom(..."ab/-_.#"), maxLength: 60 });
        const glob = fc.array(name, { maxLength: 4 }).map((parts) => parts.join("*"));
        const selection: fc.Arbitrary<LogGroupSelection> = fc.record({ namePrefix: name, namePattern: glob });
        fc.assert(
            fc.property(selection, (given) => {
                const { logGroupNamePattern } = listFilter(given);
                assert.ok(logGroupNamePattern === undefined || fits(logGroupNamePattern, LogGroupNameRegexPattern));
            }),
        );
    });

    it("go with the classes that the SDK knows", () => {
        assert.deepEqual([...LOG_GROUP_CLASSES].sort(), Object.keys(LogGroupClass).sort());
        assert.deepEqual(
            MODEL.LogGroupClass.enum.filter((one) => !(LOG_GROUP_CLASSES as readonly string[]).includes(one)),
            [],
        );
    });
});
