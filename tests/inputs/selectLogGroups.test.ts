import * as assert from "node:assert/strict";
import { InputError, selectLogGroups } from "../../index";
import { argsOf, assertTold, bad } from "./badInput";

const ROWS = [
    bad(
        "nothing to select by",
        { namePrefix: undefined },
        "namePrefix",
        "undefined",
        /or namePattern, tags or logGroupClass/,
        /"STANDARD"/,
    ),
    bad(
        "a wildcard in a prefix",
        { namePrefix: "/aws/*" },
        "namePrefix",
        '"/aws/*"',
        /the beginning of log group names/,
        /no wildcard/,
    ),
    bad("an empty prefix", { namePrefix: "" }, "namePrefix", '""', /1 to 512 of the characters/, /no wildcard/),
    bad(
        "an empty pattern",
        { namePattern: "" },
        "namePattern",
        '""',
        /a glob, which is a log group's name with \* for any text, or a regular expression/,
        /"\*lambda\*" for names that contain lambda/,
    ),
    bad(
        "a regular expression in quotes",
        { namePattern: "prod$|audit" },
        "namePattern",
        '"prod$|audit"',
        /a glob, .* or a regular expression/,
        /or \/\^/,
    ),
    bad(
        "an anchor in a glob",
        { namePattern: "^/aws" },
        "namePattern",
        '"^/aws"',
        /a glob/,
        /For example "\*lambda\*"/,
    ),
    bad("a question mark in a glob", { namePattern: "/a?" }, "namePattern", '"/a?"', /\* for any text/, /For example/),
    bad("tags as a list", { tags: ["team"] }, "tags", '["team"]', /a map from a tag's key/, /For example/),
    bad(
        "a tag without a value",
        { tags: { team: "" } },
        "tags.team",
        '""',
        /a text, or a list of texts/,
        /Write \[\] for any/,
    ),
    bad(
        "more tags than the service filters by",
        { tags: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((key) => [key, "1"])) },
        "tags",
        '"6 tags"',
        /at most 5 tags/,
        /Select by fewer/,
    ),
    bad(
        "more values than the service filters by",
        { tags: { team: ["a", "b", "c", "d", "e", "f"] } },
        "tags.team",
        '"6 values"',
        /at most 5 values/,
        /Use a \* at the end/,
    ),
    bad(
        "a wildcard inside a tag's value",
        { tags: { team: ["shop", "pay*ments"] } },
        "tags.team",
        '"pay*ments"',
        /a \* only at the beginning or end/,
        /cannot filter by such a value/,
    ),
    bad(
        "a character that no tag's value has",
        { tags: { team: "a&b" } },
        "tags.team",
        '"a&b"',
        /at most 259 letters, digits, spaces and _ \. : \/ = \+ - @/,
        /cannot filter by such a value/,
    ),
    bad(
        "a character that no tag's key has",
        { tags: { "a^b": [] } },
        "tags",
        '"a^b"',
        /keys have 1 to 128 letters, digits, spaces and _ \. : \/ = \+ - @/,
        /select by name instead/,
    ),
    bad(
        "a typo in the class",
        { logGroupClass: "standard" },
        "logGroupClass",
        '"standard"',
        /"STANDARD", "INFREQUENT_ACCESS"/,
        /every class/,
    ),
    bad(
        "one exclusion without a list",
        { exclude: "/tmp" },
        "exclude",
        '"/tmp"',
        /a list of globs and regular expressions/,
        /For example/,
    ),
    bad(
        "an exclusion that no name can be",
        { exclude: ["a b"] },
        "exclude[0]",
        '"a b"',
        /a log group's name with \* for any text/,
        /For example/,
    ),
    bad("a Region by its name", { region: "Frankfurt" }, "region", '"Frankfurt"', /a Region's code/, /eu-central-1/),
    bad(
        "a role that is none",
        { assumeRoleArn: "admin" },
        "assumeRoleArn",
        '"admin"',
        /the ARN of an IAM role/,
        /For example/,
    ),
    bad(
        "an unknown filter",
        { prefix: "/a" },
        "prefix",
        '("/a")',
        /not a property of the arguments of selectLogGroups/,
        /Correct the spelling/,
    ),
];

describe("inputs that are wrong", () => {
    describe("are refused by selectLogGroups", () => {
        for (const row of ROWS) {
            it(row.what, async () => {
                const selector = { namePrefix: "/aws/lambda/", ...argsOf(row) };
                const error: unknown = await selectLogGroups(selector as never).catch((thrown: unknown) => thrown);
                assert.ok(error instanceof InputError, String(error));
                assertTold(error.failures, row);
            });
        }
    });
});
