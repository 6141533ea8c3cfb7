import type { PolicyStatement } from "./statement";

/** For whom CloudWatch Logs may export: accounts or an organisation, and all or some of their log groups. */
export interface ExportSource {
    /** The Region of the log groups. */
    readonly region: string;
    /** The IDs of the accounts whose log groups may be exported; these or `sourceOrganizationId`. */
    readonly sourceAccounts?: readonly string[];
    /** The ID of the organisation, `o-…`, whose accounts' log groups may be exported. */
    readonly sourceOrganizationId?: string;
    /**
     * The names of the log groups that may be exported; a name that ends in `*` stands for all that begin with it.
     * @default all
     */
    readonly sourceLogGroups?: readonly string[];
}

/**
 * The condition that prevents the confused deputy problem: the account or organisation, and the log group. Both must hold,
 * so the ARNs leave several accounts to aws:SourceAccount: naming each account in each ARN would allow the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function sourceCondition(source: ExportSource, partition: string): NonNullable<PolicyStatement["Condition"]> {
    const { region, sourceAccounts = [], sourceOrganizationId, sourceLogGroups = ["*"] } = source;
    if (sourceAccounts.length === 0 && sourceOrganizationId === undefined) {
        throw new Error("A grant needs sourceAccounts or sourceOrganizationId: without them anyone could export.");
    }
    if (sourceLogGroups.length === 0) {
        throw new Error("sourceLogGroups is empty: leave it out to allow all log groups.");
    }
    const account = sourceOrganizationId === undefined && sourceAccounts.length === 1 ? sourceAccounts[0] : "*";
    const groups = sourceLogGroups.flatMap(arnEndings);
    return {
        StringEquals:
            sourceOrganizationId === undefined
                ? { "aws:SourceAccount": [...sourceAccounts] }
                : { "aws:SourceOrgID": sourceOrganizationId },
        ArnLike: {
            "aws:SourceArn": groups.map((group) => `arn:${partition}:logs:${region}:${account}:log-group:${group}`),
        },
    };
}

/** AWS does not document whether aws:SourceArn ends in the log group's name or in `:*` after it, so both are allowed. */
function arnEndings(logGroup: string): string[] {
    return logGroup.endsWith("*") ? [logGroup] : [logGroup, `${logGroup}:*`];
}
