import * as pulumi from "@pulumi/pulumi";
import { type InputFailure, refuse, show } from "../../providers/validation/failure";
import { nearestNames } from "../../providers/validation/nearestNames";
import { remedyFor } from "../../providers/aws/denial";
import type { SelectLogGroupsArgs } from "./args";

/** The names that match before `exclude`, and a search for other names. */
export interface Matched {
    readonly matching: readonly string[];
    readonly namesLike: (text: string) => Promise<string[]>;
}

/** Why a selection is empty: everything is excluded, or nothing matches. */
export async function explainNothing(
    selector: SelectLogGroupsArgs,
    { matching, namesLike }: Matched,
): Promise<InputFailure> {
    const { namePrefix, namePattern, tags, logGroupClass, exclude } = selector;
    if (matching.length > 0) {
        const some = matching.slice(0, 3).join(", ") + (matching.length > 3 ? ", …" : "");
        const next = `It leaves out all ${matching.length} log groups that match: ${some}. Exclude fewer.`;
        return refuse("exclude", exclude?.map(textOf), "a list that leaves log groups", next);
    }
    const given = { namePrefix, namePattern: namePattern && textOf(namePattern), tags, logGroupClass };
    const [property, value] = Object.entries(given).find(([, one]) => one !== undefined) ?? ["namePrefix", namePrefix];
    const others = Object.entries(given).filter(([name, one]) => name !== property && one !== undefined);
    const together = others.map(([name, one]) => ` and ${name} ${show(one)}`).join("");
    const text = namePrefix ?? (typeof namePattern === "string" ? namePattern : "");
    const near = text === "" ? [] : await nearestNames(text, namesLike).catch(() => []);
    const isWholeName = typeof namePattern === "string" && !namePattern.includes("*");
    const hints = [
        ...(near.length > 0 ? [` The nearest names are ${near.join(", ")}.`] : []),
        ...(isWholeName ? [` namePattern is for the whole name: "*${namePattern}*" finds names that contain it.`] : []),
    ].join("");
    const next = `No log group in this Region matches.${hints} Check the value or the Region.`;
    return refuse(property, value, `such that log groups match${together}`, next);
}

/** An error of the list call, with the next step. */
export function explainDenied(error: unknown, { region, profile, assumeRoleArn }: SelectLogGroupsArgs): Error {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const who = assumeRoleArn ? ` as ${assumeRoleArn}` : profile ? ` with profile ${profile}` : "";
    const where = region ? ` in ${region}` : "";
    const next =
        remedyFor(error) ??
        (/Credentials|Token|Signature/.test(name)
            ? "Give credentials: stack config aws:profile, the environment, or the arguments profile and assumeRoleArn."
            : "Run it again, or give the log groups by name.");
    return Object.assign(
        new pulumi.RunError(
            `selectLogGroups: the log groups${where} could not be listed${who}: ${name}: ${message} ${next}`,
        ),
        { cause: error },
    );
}

function textOf(pattern: string | RegExp): string {
    return String(pattern);
}
