import * as assert from "node:assert/strict";
import { textOf } from "./markdown";
import { isSaid, textsInCode } from "./messages";

const PAGE = "docs/troubleshooting.md";

/** Headings of the page that quote a message of the package; those of the service stand in “…”. */
function quoted(): string[] {
    return [...textOf(PAGE).matchAll(/^### `(.+)`$/gm)].map(([, message]) => message);
}

describe("troubleshooting by error message", () => {
    const texts = textsInCode();

    it("quotes what the code says, with … for what is filled in", () => {
        assert.ok(quoted().length >= 25);
        assert.deepEqual(
            quoted().filter((message) => !isSaid(message, texts)),
            [],
        );
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
