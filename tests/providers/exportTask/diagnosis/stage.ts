import * as assert from "node:assert/strict";
import { PutBucketEncryptionCommand, S3Client, type ServerSideEncryptionByDefault } from "@aws-sdk/client-s3";
import { bucketPolicy } from "../../../../providers/policies/bucketPolicy";
import { type Account, ACCOUNT, BUCKET, exportInputs, openAccount, REGION } from "../../../support/account";

export const GRANT = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [ACCOUNT] };

type Policy = ReturnType<typeof bucketPolicy>;
export type Statement = { -readonly [Key in keyof Policy["Statement"][number]]: unknown } & {
    Condition: Record<string, Record<string, unknown>>;
};

/** An account whose exports are refused. */
export class Stage {
    account!: Account;

    async open(): Promise<void> {
        this.account = await openAccount();
    }

    /** The message with which an export fails. */
    async refusal(changes: Parameters<typeof exportInputs>[0] = {}): Promise<string> {
        const failure: unknown = await this.account
            .provider()
            .create(exportInputs(changes))
            .then(
                () => undefined,
                (error: unknown) => error,
            );
        assert.ok(failure instanceof Error, "the export was not refused");
        return failure.message;
    }

    /** Puts a policy in place whose statements (GetBucketAcl, PutObject, TLS) were changed. */
    setPolicy(change: (statements: Statement[]) => void): void {
        // A deep copy, so that statements can be changed independently.
        const policy = JSON.parse(JSON.stringify(bucketPolicy(GRANT))) as { Statement: Statement[] };
        change(policy.Statement);
        this.account.aws.world.buckets[BUCKET].policy = JSON.stringify(policy);
    }

    async encryptWith(encryption: ServerSideEncryptionByDefault): Promise<void> {
        const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault: encryption }] };
        const command = new PutBucketEncryptionCommand({ Bucket: BUCKET, ServerSideEncryptionConfiguration });
        await new S3Client({ region: REGION }).send(command);
    }
}
