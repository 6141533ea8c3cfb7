import * as assert from "node:assert/strict";
import { Answer, answerOf, explainRefusal, isMissingGrant } from "../../../providers/exportTask/errors";
import { exportInputs } from "../../support/account";

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

describe("a refusal", () => {
    const inputs = exportInputs();
    const told = (error: unknown, changes = {}) => explainRefusal(error, { ...inputs, ...changes }).message;

    it("says what was refused, in the service's own words, and keeps the cause", () => {
        const cause = failure("InvalidParameterException", 400, "Something new.");
        const error = explainRefusal(cause, inputs);
        assert.equal(
            error.message,
            "The export of log group /aws/lambda/payments (2026-10-01T00:00:00Z to 2026-11-01T00:00:00Z) to " +
                "s3://audit-archive/audit/payments in eu-central-1 was refused: Something new. " +
                "(InvalidParameterException). Correct the declaration and run `pulumi up` again.",
        );
        assert.equal(error.cause, cause);
    });

    it("names the statement that the bucket policy lacks, and the principal of the Region", () => {
        const acl = failure("AccessDeniedException", 400, GRANT);
        const put = failure("AccessDeniedException", 400, GRANT.replace("GetBucketAcl", "PutObject"));
        assert.equal(isMissingGrant(acl) && isMissingGrant(put), true);
        assert.match(told(acl), /must allow logs\.eu-central-1\.amazonaws\.com s3:GetBucketAcl on the bucket/);
        assert.match(told(put), /s3:PutObject on audit\/payments\/\* with s3:x-amz-acl = bucket-owner-full-control/);
        assert.match(told(acl, { region: "cn-north-1" }), /logs\.cn-north-1\.amazonaws\.com\.cn s3:GetBucketAcl/);
    });

    for (const [name, message, advice] of [
        [
            "InvalidParameterException",
            "Please ensure that the CreateExportTask caller has been granted s3:PutObject access to the bucket.",
            /Grant the caller s3:PutObject/,
        ],
        [
            "InvalidParameterException",
            "The given bucket does not exist. Please make sure the bucket is valid.",
            /that the bucket is in the log group's Region/,
        ],
        [
            "ResourceNotFoundException",
            "The specified log group does not exist.",
            /`aws logs describe-log-groups --region eu-central-1 --log-group-name-prefix \/aws\/lambda\/payments`/,
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
            /needs logs:CreateExportTask and logs:DescribeExportTasks; a service control policy/,
        ],
    ] as const) {
        it(`"${message.slice(0, 50)}" comes with the next step`, () => {
            const text = told(failure(name, 400, message));
            assert.ok(text.includes(`was refused: ${message} (${name}). `));
            assert.match(text, advice);
        });
    }
});
