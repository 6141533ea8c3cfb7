import * as assert from "node:assert/strict";
import { ExportBucket } from "../../../components/exportBucket/exportBucket";
import { type NewBucketArgs } from "../../../components/exportBucket/args";
import { type ProviderPackage } from "../../../components/awsSettings";
import { keyStatements } from "../../../providers/policies/keyPolicy";
import { type Account, ACCOUNT, exportInputs, GROUP, openAccount, REGION } from "../../support/account";
import { promiseOf } from "../../support/mocks";
import { runOnStandIns } from "../../support/standIns";

describe("an export into a bucket that is encrypted with a key", () => {
    let account: Account;
    beforeEach(async () => {
        account = await openAccount();
    });
    afterEach(() => account.close());

    async function makeBucket(args: NewBucketArgs): Promise<string> {
        const made: ExportBucket[] = [];
        await runOnStandIns(account.aws, REGION, () => void made.push(new ExportBucket("archive", args)));
        return promiseOf(made[0].bucketName);
    }
    const exportTo = (destination: string) => account.provider().create(exportInputs({ destination }));
    const keys = () => Object.values(account.aws.world.kmsKeys);

    for (const provider of ["aws", "aws-native"] as ProviderPackage[]) {
        it(`made with ${provider}, as narrow as can be, succeeds`, async () => {
            const destination = await makeBucket({
                providerPackage: provider,
                encryption: { createKey: true },
                sourceLogGroups: [GROUP],
                destinationPrefixes: ["audit"],
            });
            const { outs } = await exportTo(destination);
            assert.equal(outs.status, "COMPLETED");
            assert.equal(outs.verified, true);
            const [{ arn }] = keys();
            const [version] = Object.values(account.aws.world.buckets[destination].objects).flat();
            assert.deepEqual(version.encryption, { algorithm: "aws:kms", keyId: arn, bucketKey: true });
        });
    }

    const wrong: [what: string, change: (policy: { Statement: Record<string, unknown>[] }) => void][] = [
        ["lets nobody use it", ({ Statement }) => Statement.splice(1)],
        [
            "is for another Region",
            ({ Statement }) => (Statement[1].Principal = { Service: "logs.us-east-1.amazonaws.com" }),
        ],
        [
            "is for another account",
            ({ Statement }) => (Statement[1].Condition = { StringEquals: { "aws:SourceAccount": "999999999999" } }),
        ],
        ["grants only decryption", ({ Statement }) => (Statement[1].Action = "kms:Decrypt")],
        [
            "denies it",
            ({ Statement }) =>
                Statement.push({ Sid: "No", Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" }),
        ],
    ];
    for (const [what, change] of wrong) {
        it(`whose policy ${what} is refused, and the statement to add is told`, async () => {
            const destination = await makeBucket({ encryption: { createKey: true } });
            const [key] = keys();
            const policy = JSON.parse(key.policy) as { Statement: Record<string, unknown>[] };
            change(policy);
            key.policy = JSON.stringify(policy);
            await assert.rejects(exportTo(destination), (error: Error) => {
                assert.match(error.message, /PutObject call on the given bucket failed/);
                assert.ok(error.message.includes(`policy of key ${key.arn}`), error.message);
                if (what === "denies it") {
                    assert.match(error.message, /its statement No denies kms:Decrypt/);
                    return true;
                }
                const [statement] = keyStatements({ region: REGION, sourceAccounts: [ACCOUNT] });
                assert.ok(error.message.includes(JSON.stringify(statement)), error.message);
                return true;
            });
        });
    }

    for (const [state, remedy] of [
        ["Disabled", "Enable it (aws kms enable-key), or"],
        ["PendingDeletion", "Cancel its deletion (aws kms cancel-key-deletion) and enable it (aws kms enable-key), or"],
    ] as const) {
        it(`that is ${state} is refused, with what makes it usable again`, async () => {
            const destination = await makeBucket({ encryption: { createKey: true } });
            keys()[0].state = state;
            await assert.rejects(exportTo(destination), (error: Error) => {
                assert.match(error.message, new RegExp(`encrypted with the key .*, which is ${state}`));
                assert.ok(error.message.includes(remedy), error.message);
                return true;
            });
        });
    }
});
