import * as assert from "node:assert/strict";
import {
    type Answer,
    answerOf,
    explainRefusal,
    isMissingGrant,
} from "../../../../providers/exportTask/diagnosis/refusal";
import { noteCall } from "../../../../providers/aws/calls";
import { type Aws } from "../../../../providers/aws/clients";
import { type ExportTaskInputs } from "../../../../providers/exportTask/inputs";
import { exportInputs, NOW } from "../../../support/account";

/** An error as the SDK throws it. */
const failure = (name: string, httpStatusCode?: number, message = "…") =>
    Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

const GRANT =
    "GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.";

const TABLE: [unknown, Answer][] = [
    [failure("LimitExceededException", 400, "Resource limit exceeded."), "slot taken"],
    [failure("ThrottlingException", 400), "passing"],
    [failure("TooManyRequestsException", 429), "passing"],
    [failure("OperationAbortedException", 400), "passing"],
    [failure("AccessDeniedException", 400, GRANT), "passing"],
    [failure("InvalidParameterException", 400, GRANT), "passing"],
    [failure("InvalidParameterException", 400, GRANT.replace("GetBucketAcl", "PutObject")), "passing"],
    [failure("ServiceUnavailableException", 500), "none"],
    [failure("InternalFailure", 503), "none"],
    [failure("UnknownError", 502), "none"],
    [failure("TimeoutError"), "none"],
    [Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }), "none"],
    [new Error("socket hang up"), "none"],
    [failure("CredentialsProviderError"), "refused"],
    [failure("TokenProviderError"), "refused"],
    [new Error("Region is missing"), "refused"],
    [failure("ResourceNotFoundException", 400), "refused"],
    [failure("InvalidParameterException", 400, "The given bucket does not exist."), "refused"],
    [failure("AccessDeniedException", 400, "User is not authorized"), "refused"],
    [failure("ExpiredTokenException", 400), "refused"],
    ["a text that somebody threw", "refused"],
    [undefined, "refused"],
];

describe("what an error says about the task", () => {
    for (const [error, answer] of TABLE) {
        const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
        it(`${name} (${message.slice(0, 40)}): ${answer}`, () => assert.equal(answerOf(error), answer));
    }
});

/** Every read fails, as for a caller who may only export. */
const blind = new Proxy({}, { get: () => () => Promise.reject(new Error("denied")) });
const aws = {
    time: () => NOW,
    logs: blind,
    s3: blind,
    caller: () => Promise.reject(new Error("denied")),
} as unknown as Aws;

describe("a refusal of which nothing can be found out", () => {
    const told = async (error: unknown, changes: Partial<ExportTaskInputs> = {}) =>
        explainRefusal(error, { inputs: exportInputs(changes), aws });

    it("says what was refused, in the service's own words, and keeps the cause", async () => {
        const cause = failure("ConflictException", 400, "Something new.");
        const error = await told(cause);
        assert.equal(
            error.message,
            "The export of log group /aws/lambda/payments (2026-10-01T00:00:00Z to 2026-11-01T00:00:00Z) to " +
                "s3://audit-archive/audit/payments in eu-central-1 was refused: Something new. " +
                "(ConflictException). Correct the declaration and run `pulumi up` again.",
        );
        assert.equal(error.cause, cause);
    });

    it("tells what is no error too", async () => {
        assert.match((await told("a text")).message, /was refused: a text\. Correct the declaration/);
    });

    it("names what the bucket policy must allow, and the principal of the Region", async () => {
        const error = failure("AccessDeniedException", 400, GRANT);
        assert.equal(isMissingGrant(error), true);
        const { message } = await told(error);
        assert.match(message, /must allow logs\.eu-central-1\.amazonaws\.com s3:GetBucketAcl on the bucket/);
        assert.match(message, /s3:PutObject on audit\/payments\/\* with s3:x-amz-acl = bucket-owner-full-control/);
        assert.match((await told(error, { region: "cn-north-1" })).message, /logs\.cn-north-1\.amazonaws\.com\.cn s3/);
    });

    for (const [name, message, advice] of [
        [
            "InvalidParameterException",
            "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to the bucket.",
            /Grant the caller s3:PutObject on audit\/payments\/\*.*If another account owns the bucket, .* and s3:PutObjectAcl/,
        ],
        [
            "InvalidParameterException",
            "The given bucket does not exist. Please make sure the bucket is valid.",
            /Check the bucket's name, its account, and that it is in the log group's Region/,
        ],
        [
            "ResourceNotFoundException",
            "The specified log group does not exist.",
            /Check the log group's name and the Region/,
        ],
        [
            "ExpiredTokenException",
            "The security token included in the request is expired",
            /renew them and run `pulumi up` again/,
        ],
        [
            "CredentialsProviderError",
            "Could not load credentials from any providers",
            /Set AWS credentials as for the aws provider, or give profile or assumeRoleArn/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized",
            /Grant the caller logs:CreateExportTask on arn:aws:logs:eu-central-1:\*:log-group:\/aws\/lambda\/payments\./,
        ],
        [
            "AccessDeniedException",
            "User is not authorized with an explicit deny in a service control policy",
            /A service control policy \(SCP\) of the organisation denies it: ask its administrators/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized to perform: s3:PutObject on the bucket with an explicit deny in a resource control policy",
            /A resource control policy \(RCP\) of the organisation denies it/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized because no permissions boundary allows the logs:CreateExportTask action",
            /The permissions boundary of the caller's role excludes it/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized because no session policy allows the logs:CreateExportTask action",
            /The policy of the caller's session excludes it/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized because no VPC endpoint policy allows the logs:CreateExportTask action",
            /The policy of the VPC endpoint excludes it/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized with an explicit deny in an identity-based policy",
            /A policy of the caller's own denies it: remove the Deny/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized with an explicit deny in a resource-based policy",
            /The policy of the resource denies it: remove the Deny/,
        ],
        [
            "AccessDeniedException",
            "User is not authorized with an explicit deny",
            /A statement that allows it does not help: find the Deny/,
        ],
    ] as const) {
        it(`"${message.slice(0, 50)}" comes with the next step`, async () => {
            const refused = failure(name, 400, message);
            noteCall(refused, { operation: "CreateExportTask", input: exportInputs(), region: "eu-central-1" });
            const error = await told(refused);
            assert.ok(error.message.includes(`was refused: ${message} (${name}). `));
            assert.match(error.message, advice);
        });
    }
});
