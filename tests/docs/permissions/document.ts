import { type Grant, type Permissions, PERMISSIONS, policyOf, type Use } from "./grants";
import {
    BUCKET_STATEMENTS,
    CALLER_KEY_STATEMENTS,
    CALLER_KEY_USE,
    CALLER_STATEMENTS,
    KEY_STATEMENTS,
    OTHER_ACCOUNT,
    SAME_ACCOUNT,
    type StatementNeed,
} from "./statements";

const INTRO = `# Permissions

What each role needs, what for, and what happens without it. The policies are ready to copy: put in your account, Region, bucket
and prefix for \`123456789012\`, \`eu-central-1\`, \`audit-archive\` and \`audit\`, and in other partitions than \`aws\` theirs.

This page is generated from the table that its test runs. The test runs each use with exactly its policy, then without one action
after the other, on the emulated AWS. An [independent simulator](https://github.com/cloud-copilot/iam-simulate) then checks that each action
exists, applies to the resource of its row, and is allowed by the policy. Rows that say "not run on the sandbox" are calls of the real @pulumi/aws, which
the sandbox replaces; they belong to the policies, and nothing here has tried them.
`;

const CONDITIONS =
    "[AWS's own example](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html) of a key policy has no condition. " +
    "`keyStatements` adds those of the bucket policy, so that no other account can use the key through the service. That CloudWatch " +
    "Logs sends their keys to KMS, too, has not been tried on AWS. If an export into an encrypted bucket is refused and the key's policy " +
    "holds the statement, remove its `Condition`.";

const OTHER_TOOLS = `## What else may deny

Nothing here has tried the following; it is what AWS documents.

- A service control policy, a permissions boundary or a resource control policy can deny what these policies allow. The errors name the
  statement if AWS does, and that is tested on AWS's documented messages.
- With \`providerPackage: "aws-native"\` the deployer needs \`cloudformation:CreateResource\`, \`GetResource\`, \`GetResourceRequestStatus\`,
  \`UpdateResource\` and \`DeleteResource\` too, because Cloud Control makes the calls in its name.
- \`sts:GetCallerIdentity\` needs no permission.
`;

/** The whole of docs/permissions.md. */
export function permissionsDocument(): string {
    const uses = (Object.entries(PERMISSIONS) as [Use, Permissions][]).map(([use, { title, intro, grants }]) =>
        section(`## ${title}`, intro, grantTable(grants), json(policyOf([use]))),
    );
    return [
        INTRO,
        ...uses,
        section(
            "## The bucket's policy",
            "`ExportBucket` and `LogExport` write it; for a bucket that exists, `exportStatements` gives the statements.",
            statementTable(BUCKET_STATEMENTS),
            json(SAME_ACCOUNT.bucket),
        ),
        section(
            "## The key's policy",
            "`createKey` writes it; for a key that exists, `keyStatements` gives the statement of the service. The first statement leaves " +
                "the key to IAM policies, which is what lets the policy above count.",
            statementTable(KEY_STATEMENTS),
            CONDITIONS,
            json(SAME_ACCOUNT.key),
        ),
        section(
            "## Bucket and key in another account",
            "The caller's own policy is the one above, with the key's ARN in the owner's account. The bucket's policy needs more, which " +
                "`callerRoleArns` adds:",
            statementTable(CALLER_STATEMENTS),
            json(OTHER_ACCOUNT.bucket),
            "With a key, its policy names the caller too, and the caller's own policy names the key:",
            statementTable(CALLER_KEY_STATEMENTS),
            grantTable(CALLER_KEY_USE),
            json(OTHER_ACCOUNT.key),
            '`removalPolicy: "delete"` does not work there: the statements let callers write, not delete. The owner of the bucket deletes.',
        ),
        OTHER_TOOLS,
    ].join("\n");
}

function section(...parts: readonly string[]): string {
    return `${parts.join("\n\n")}\n`;
}

function grantTable(grants: readonly Grant[]): string {
    const rows = grants.map(({ actions, on, for: use, without }) => {
        const resources = (typeof on === "string" ? [on] : on).map(code).join("<br>");
        return `| ${actions.map(code).join("<br>")} | ${resources} | ${use} | ${without} |`;
    });
    return ["| action | on | for | without it |", "|---|---|---|---|", ...rows].join("\n");
}

function statementTable(statements: readonly StatementNeed[]): string {
    const rows = statements.map(({ sid, for: use, without }) => `| ${code(sid)} | ${use} | ${without} |`);
    return ["| statement | for | without it |", "|---|---|---|", ...rows].join("\n");
}

function code(text: string): string {
    return `\`${text}\``;
}

function json(value: object): string {
    return ["```json", JSON.stringify(value, undefined, 2), "```"].join("\n");
}
