import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    ARCHIVE_TABLE_TYPE,
    EXPORT_BUCKET_TYPE,
    LOG_EXPORT_TYPE,
    SCHEDULED_LOG_EXPORT_TYPE,
} from "../../components/resourceTypes";
import { configure } from "../../plugin/config";
import { assertOneRegion } from "../../plugin/oneRegion";
import { setMocks } from "../support/mocks";

const [HERE, FAR] = ["eu-central-1", "ap-southeast-2"];

describe("the Region of a component of the plugin whose provider has a Region of its own", () => {
    before(async () => {
        await setMocks();
        configure({ region: FAR });
    });
    after(() => configure({}));

    const provider = (name: string) => ({
        [name]: new pulumi.DependencyProviderResource(`urn:pulumi:s::p::${name}::n::1`),
    });
    const check = (type: string, args: object = {}, providers = {}, ofStack: Record<string, string> = {}) =>
        assertOneRegion("it", type, { "aws:region": HERE, ...ofStack }, args as never, providers);
    const message = /cloudwatch-logs-export:region is "ap-southeast-2", but must be eu-central-1, .*\. Set aws:region/;

    for (const [what, checked] of Object.entries({
        "a LogExport that makes its bucket": () => check(LOG_EXPORT_TYPE),
        "the same with this package's provider": () => check(LOG_EXPORT_TYPE, {}, provider("cloudwatch-logs-export")),
        "an ExportBucket": () => check(EXPORT_BUCKET_TYPE),
        "a ScheduledLogExport into a bucket that is there": () =>
            check(SCHEDULED_LOG_EXPORT_TYPE, { bucket: { existing: "archive" } }),
    })) {
        it(`is compared with that of the aws provider, which makes the resources: ${what}`, async () => {
            await assert.rejects(checked(), message);
        });
    }

    for (const [what, checked] of Object.entries({
        "with an aws provider": () => check(LOG_EXPORT_TYPE, {}, provider("aws")),
        "with an aws-native provider": () => check(LOG_EXPORT_TYPE, {}, provider("aws-native")),
        "with a region": () => check(LOG_EXPORT_TYPE, { region: FAR }),
        "in one Region": () => check(LOG_EXPORT_TYPE, {}, {}, { "aws:region": FAR }),
        "into a bucket that is there": () => check(LOG_EXPORT_TYPE, { bucket: { existing: "archive" } }),
        "into a shared bucket": () => check(LOG_EXPORT_TYPE, { sharedBucket: {} }),
        "of a bucket that is there": () => check(EXPORT_BUCKET_TYPE, { existing: "archive" }),
        "of a table, which has no exports": () => check(ARCHIVE_TABLE_TYPE),
    })) {
        it(`is left alone ${what}`, () => checked());
    }
});
