import * as assert from "node:assert/strict";
import { bucketPolicy } from "../../../providers/policies/bucketPolicy";
import { partitionOf } from "../../../providers/policies/partition";
import { type Account, ACCOUNT, eventsIn, exportInputs, GROUP, openAccount, RANGE } from "../../support/account";

/** Where an export runs end to end: each partition, and a bucket whose name only us-east-1 ever allowed. */
const PLACES = [
    ["us-east-1", "Acme_Logs.2017"],
    ["cn-north-1", "audit-archive-cn"],
    ["us-gov-west-1", "audit-archive-gov"],
    ["eusc-de-east-1", "audit-archive-eusc"],
    ["us-iso-east-1", "audit-archive-iso"],
    ["us-isob-east-1", "audit-archive-isob"],
];

describe("an export runs and is verified", () => {
    let account: Account;
    before(async () => {
        account = await openAccount();
    });
    after(() => account.close());

    for (const [region, destination] of PLACES) {
        it(`in ${region}, into ${destination}`, async () => {
            const bucketArn = `arn:${partitionOf(region)}:s3:::${destination}`;
            const policy = bucketPolicy({ region, bucketArn, sourceAccounts: [ACCOUNT] });
            const events = eventsIn(RANGE.from, RANGE.to, 4);
            account.aws.seed({
                buckets: [{ name: destination, region, policy }],
                logGroups: [{ name: GROUP, region, streams: [{ name: "a", events }] }],
            });
            const { outs } = await account.provider().create(exportInputs({ region, destination }));
            assert.deepEqual([outs.status, outs.verified, outs.objectCount], ["COMPLETED", true, 1]);
        });
    }
});
