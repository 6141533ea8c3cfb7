import * as assert from "node:assert/strict";
import { LibraryTypes } from "../../plugin/schema/libraryTypes";
import { ROOT } from "../package/project";
import { textOf } from "./markdown";

/** The sections, each with the interfaces of its arguments, and what it leaves to another section. */
const SECTIONS: Readonly<Record<string, { readonly args: readonly string[]; readonly elsewhere?: readonly string[] }>> =
    {
        LogExport: { args: ["LogExportArgs"] },
        ExportBucket: { args: ["NewBucketArgs", "ExistingBucketArgs"] },
        ExportTask: {
            args: ["ExportTaskArgs"],
            elsewhere: [
                "logGroupName",
                "logStreamNamePrefix",
                "taskNamePrefix",
                "from",
                "to",
                "destination",
                "destinationPrefix",
            ],
        },
        ScheduledLogExport: { args: ["ScheduledLogExportArgs"] },
        ArchiveTable: { args: ["ArchiveTableArgs"] },
    };

describe("docs/arguments.md", function () {
    this.timeout(60_000);
    let library: LibraryTypes;
    before(() => (library = new LibraryTypes(ROOT)));

    for (const [name, { args, elsewhere = [] }] of Object.entries(SECTIONS)) {
        it(`has every argument of ${name}, and no other`, () => {
            const [, section] = textOf("docs/arguments.md").split(`## \`${name}\`\n`);
            const [own] = section.split("\n## ");
            const declared = args
                .flatMap((one) => library.propertiesOf(library.symbol(one)))
                .map((property) => property.name);
            assert.deepEqual(
                declared.filter((argument) => !own.includes(`\`${argument}\``) && !elsewhere.includes(argument)),
                [],
            );
            const rows = own.split("\n").filter((line) => line.startsWith("| `"));
            const listed = rows.flatMap((row) => [...row.split(" | ")[0].matchAll(/`(\w+)`/g)].map(([, one]) => one));
            assert.ok(listed.length > 0);
            assert.deepEqual(
                listed.filter((argument) => !declared.includes(argument)),
                [],
            );
        });
    }
});
