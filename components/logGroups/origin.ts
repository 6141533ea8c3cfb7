import * as pulumi from "@pulumi/pulumi";
import { resolvedValue } from "../../providers/outputs";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";
import { parseLogGroupArn } from "./logGroupArn";
import { type LogGroupResource, type LogGroups } from "./logGroups";

/** The Region and the account of a log group, as far as its declaration says. */
interface Origin {
    /** The argument that declares the log group. */
    readonly property: string;
    /** Its ARN, or the type of its resource. */
    readonly shown: unknown;
    readonly region?: string;
    readonly account?: string;
}

/** Where the exports of log groups run. */
export interface ExportPlace {
    readonly region: () => Promise<string | undefined>;
    /** The accounts that the exports may run in; undefined if the declaration does not say. */
    readonly accounts: () => Promise<readonly string[] | undefined>;
}

/** A log group's origin, once it is known. */
export interface CheckedOrigin {
    readonly isPlainName: boolean;
    /** Fails if the log group is in another Region or account than its export. */
    readonly passed: Promise<void>;
    /** The account that the log group's ARN names. */
    readonly account: Promise<string | undefined>;
}

/** The log groups whose ARNs name another Region, for a Region that is known when the program declares them. */
export function checkOrigins(groups: LogGroups, region: string | undefined): InputFailure[] {
    return entriesOf(groups).flatMap(([property, group]) =>
        typeof group === "string" ? refuseOrigin(originIn(property, group), region, undefined) : [],
    );
}

/**
 * The origins of log groups, in their order, each checked as soon as it is known. What is never known is not checked.
 * Undefined if all are plain names.
 */
export function checkedOrigins(what: string, groups: LogGroups, place: ExportPlace): CheckedOrigin[] | undefined {
    const entries = entriesOf(groups);
    if (entries.every(([, group]) => isPlainName(group))) return undefined;
    return entries.map(([property, group]) => {
        const origin = originOf(property, group);
        const passed = origin.then((known) => assertOrigin(what, known, place));
        passed.catch(() => undefined); // every export that waits for it reports it
        return { isPlainName: isPlainName(group), passed, account: origin.then(({ account }) => account) };
    });
}

const isPlainName = (group: unknown) => typeof group === "string" && parseLogGroupArn(group) === undefined;

async function assertOrigin(what: string, origin: Origin, { region, accounts }: ExportPlace): Promise<void> {
    const [exportRegion, exportAccounts] = await Promise.all([
        origin.region === undefined ? undefined : region(),
        origin.account === undefined ? undefined : accounts(),
    ]);
    assertInputs(what, refuseOrigin(origin, exportRegion, exportAccounts));
}

/** A log group's name, known only once its origin has been checked. */
export function nameOfChecked(logGroupName: pulumi.Input<string>, origin: CheckedOrigin): pulumi.Input<string> {
    // Plain names wait as long, so that the exports of a declaration are registered in its order.
    const name = origin.isPlainName ? pulumi.output(logGroupName).apply((plain) => plain) : pulumi.output(logGroupName);
    return name.apply((known) => origin.passed.then(() => known));
}

function entriesOf(groups: LogGroups): [property: string, group: pulumi.Input<string> | LogGroupResource][] {
    const at = (key: string) => (Array.isArray(groups) ? `logGroups[${key}]` : `logGroups.${key}`);
    return Object.entries(groups).map(([key, group]) => [at(key), group as pulumi.Input<string> | LogGroupResource]);
}

function originOf(property: string, group: pulumi.Input<string> | LogGroupResource): Promise<Origin> {
    if (pulumi.Resource.isInstance(group)) return originOfResource(property, group);
    return resolvedValue(pulumi.output(group as pulumi.Input<string>)).then((value) => originIn(property, value));
}

async function originOfResource(property: string, group: LogGroupResource): Promise<Origin> {
    const { arn, region } = group as { readonly arn?: pulumi.Output<string>; readonly region?: pulumi.Output<string> };
    const [knownArn, knownRegion] = await Promise.all([
        resolvedValue(pulumi.output(arn)),
        resolvedValue(pulumi.output(region)),
    ]);
    const origin = originIn(property, knownArn);
    if (origin.region !== undefined || typeof knownRegion !== "string") return origin;
    return { property, shown: group, region: knownRegion };
}

function originIn(property: string, nameOrArn: unknown): Origin {
    const arn = typeof nameOrArn === "string" ? parseLogGroupArn(nameOrArn) : undefined;
    return { property, shown: nameOrArn, region: arn?.region || undefined, account: arn?.account || undefined };
}

function refuseOrigin(
    { property, shown, region, account }: Origin,
    exportRegion: string | undefined,
    exportAccounts: readonly string[] | undefined,
): InputFailure[] {
    if (region !== undefined && exportRegion !== undefined && region !== exportRegion) {
        const next =
            `Its Region is ${region}: export the log groups of ${region} with another declaration, whose Region and ` +
            "bucket are there.";
        return [refuse(property, shown, `in ${exportRegion}, the Region of its export`, next)];
    }
    if (account !== undefined && exportAccounts !== undefined && !exportAccounts.includes(account)) {
        const next =
            `Its account is ${account}: export the log groups of ${account} with another declaration, whose ` +
            "credentials are of that account.";
        return [refuse(property, shown, `in account ${exportAccounts.join(" or ")}, that of its export`, next)];
    }
    return [];
}
