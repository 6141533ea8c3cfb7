import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parseLocation } from "../../../commands/archive/location";
import { type LogExportArgs } from "../../../components/logExport/args";
import { promiseOf } from "../../support/mocks";
import { BASE, Stage } from "./stage";

describe("the archiveUri of a LogExport", () => {
    const stage = new Stage();

    async function folderOf(args: Partial<LogExportArgs>): Promise<string> {
        const { archiveUri } = await stage.make({ bucket: { existing: "audit-archive" }, ...args });
        const uri = await promiseOf(archiveUri);
        assert.deepEqual(parseLocation(uri).bucket, "audit-archive"); // the command takes it
        return uri.slice("s3://audit-archive/".length);
    }
    const ranges = (...prefixes: readonly string[]): Partial<LogExportArgs> => ({
        from: undefined,
        to: undefined,
        timeRanges: prefixes.map((destinationPrefix, index) => ({
            from: `2025-1${index}-01T00:00:00Z`,
            to: `2025-1${index}-02T00:00:00Z`,
            destinationPrefix,
        })),
    });

    it("names the bucket and the destination prefix, without log group and day", async () => {
        assert.equal(await folderOf({}), "exportedlogs/");
        assert.equal(await folderOf({ destinationPrefix: "audit/eu" }), "audit/eu/");
    });

    it("names the common folder of several destination prefixes, or the bucket", async () => {
        assert.equal(await folderOf(ranges("audit/2025", "audit/2026")), "audit/");
        assert.equal(await folderOf(ranges("audit", "audit-2")), "");
    });

    it("names the bucket if a layout function leaves the prefix", async () => {
        const under = (place: { destinationPrefix: string; logGroupName: string }) =>
            `${place.destinationPrefix}/x${place.logGroupName}`;
        const elsewhere = ({ logGroupName }: { logGroupName: string }) => `exportedlogs-2${logGroupName}`;
        assert.equal(await folderOf({ layout: under }), "exportedlogs/");
        assert.equal(await folderOf({ layout: elsewhere }), "");
        const logGroups = { late: pulumi.output("/late") };
        assert.equal(await folderOf({ logGroups, layout: under }), "exportedlogs/");
        assert.equal(await folderOf({ logGroups, layout: elsewhere }), "");
    });

    it("is no secret where a log group's name is one", async () => {
        const { archiveUri } = await stage.make({ ...BASE, logGroups: { late: pulumi.secret("/late") } });
        assert.equal(await pulumi.isSecret(archiveUri), false);
    });
});
