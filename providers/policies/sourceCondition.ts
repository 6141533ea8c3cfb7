import type { PolicyStatement } from "./statement";

/** On whose behalf CloudWatch Logs may act: accounts or an organisation, and of these all log groups or some. */
export interface ExportSource {
    /** The Region of the log groups. */
    readonly region: string;
    /** The IDs of the accounts whose log groups may be exported; these or `sourceOrganizationId`. */
    readonly sourceAccounts?: readonly string[];
    /** The ID of the organisation, `o-…`, whose accounts' log groups may be exported. */
    readonly sourceOrganizationId?: string;
    /**
     * The names of the log groups that may be exported; one that ends in `*` stands for all that begin so.
     * @default all
     */
    readonly sourceLogGroups?: readonly string[];
}

/** From so many accounts on, the ARNs leave the account to aws:SourceAccount: each would count several times. */
const MANY_ACCOUNTS = 10;

/**
 * The condition that keeps others from using the service as their deputy: the account or organisation, and the log group.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function sourceCondition(source: ExportSource, partition: string): NonNullable<PolicyStatement["Condition"]> {
    const { region, sourceAccounts = [], sourceOrganizationId, sourceLogGroups = ["*"] } = source;
    if (sourceAccounts.length === 0 && sourceOrganizationId === undefined) {
        throw new Error("A grant needs sourceAccounts or sourceOrganizationId: without them anybody could export.");
    }
    if (sourceLogGroups.length === 0) {
        throw new Error("A grant to no log group at all: leave sourceLogGroups out for all of them.");
    }
    const isListed = sourceOrganizationId === undefined && sourceAccounts.length < MANY_ACCOUNTS;
    const accounts = isListed ? sourceAccounts : ["*"];
    const groups = sourceLogGroups.flatMap(arnEndings);
    return {
        StringEquals:
            sourceOrganizationId === undefined
                ? { "aws:SourceAccount": [...sourceAccounts] }
                : { "aws:SourceOrgID": sourceOrganizationId },
        ArnLike: {
            "aws:SourceArn": accounts.flatMap((account) =>
                groups.map((group) => `arn:${partition}:logs:${region}:${account}:log-group:${group}`),
            ),
        },
    };
}

/** AWS does not say whether aws:SourceArn ends in the log group's name or in `:*` behind it, so both are named. */
function arnEndings(logGroup: string): string[] {
    return logGroup.endsWith("*") ? [logGroup] : [logGroup, `${logGroup}:*`];
}
