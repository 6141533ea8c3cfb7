import * as pulumi from "@pulumi/pulumi";
import { resolvedValue } from "../../providers/outputs";
import { type InputFailure, refuse } from "../../providers/validation/failure";
import { parseLogGroupArn } from "./logGroupArn";
import { type LogGroupResource, type LogGroups } from "./logGroups";
import { selectedIn, type SelectionPlace } from "./selectedIn";

/** The Region and the account of a log group, as far as its declaration says. */
export interface Origin {
    /** The argument that declares the log group. */
    readonly property: string;
    /** Its ARN, or its resource. */
    readonly shown: unknown;
    readonly region?: string;
    readonly account?: string;
}

/** Where an export runs, as far as it is known. */
export interface ExportPlace {
    readonly region?: string;
    /** The accounts that it may run in. */
    readonly accounts?: readonly string[];
}

/** The errors in log groups whose ARNs name another Region, for a Region that is known when the program declares them. */
export function checkOrigins(groups: LogGroups, region: string | undefined): InputFailure[] {
    const selected = selectedIn(groups);
    if (selected) return refuseOrigin(originOfSelection(groups, selected), { region }); // once, however many they are
    return entriesOf(groups).flatMap(([property, group]) =>
        typeof group === "string" ? refuseOrigin(originIn(property, group), { region }) : [],
    );
}

/** The origins of log groups in their order, as soon as they are known; undefined for a plain name that was not selected. */
export function originsOf(groups: LogGroups): (Promise<Origin> | undefined)[] {
    const selected = selectedIn(groups);
    const ofSelection = selected && Promise.resolve(originOfSelection(groups, selected));
    return entriesOf(groups).map(([property, group]) => {
        if (ofSelection) return ofSelection;
        if (pulumi.Resource.isInstance(group)) return originOfResource(property, group);
        if (typeof group === "string" && parseLogGroupArn(group) === undefined) return undefined;
        return originOfOutput(property, pulumi.output(group as pulumi.Input<string>));
    });
}

/** The error if a log group is in another Region or account than its export. */
export function refuseOrigin({ property, shown, region, account }: Origin, place: ExportPlace): InputFailure[] {
    if (region !== undefined && place.region !== undefined && region !== place.region) {
        const next =
            `Its Region is ${region}: export the log groups of ${region} with another declaration, whose Region and ` +
            "bucket are there.";
        return [refuse(property, shown, `in ${place.region}, the Region of its export`, next)];
    }
    if (account !== undefined && place.accounts !== undefined && !place.accounts.includes(account)) {
        const next =
            `Its account is ${account}: export the log groups of ${account} with another declaration, whose ` +
            "credentials are of that account.";
        return [refuse(property, shown, `in account ${place.accounts.join(" or ")}, that of its export`, next)];
    }
    return [];
}

const originOfSelection = (groups: LogGroups, place: SelectionPlace): Origin => ({
    property: "logGroups",
    shown: groups,
    ...place,
});

function entriesOf(groups: LogGroups): [property: string, group: pulumi.Input<string> | LogGroupResource][] {
    const at = (key: string) => (Array.isArray(groups) ? `logGroups[${key}]` : `logGroups.${key}`);
    return Object.entries(groups).map(([key, group]) => [at(key), group as pulumi.Input<string> | LogGroupResource]);
}

async function originOfOutput(property: string, group: pulumi.Output<string>): Promise<Origin> {
    const origin = originIn(property, await resolvedValue(group));
    const isSecret = await pulumi.isSecret(group).catch(() => false);
    return isSecret ? { ...origin, shown: "[secret]" } : origin;
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
