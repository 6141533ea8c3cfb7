import * as pulumi from "@pulumi/pulumi";
import { type LogExportArgs } from "../components/logExport/args";
import { taskPlace } from "../components/logExport/taskPlace";
import { selectLogGroups } from "../components/logGroups/selectLogGroups";
import { isKnown, resolvedValue } from "../providers/outputs";
import { refuse } from "../providers/validation/failure";
import { assertInputs } from "../providers/validation/inputError";
import { givenProviders } from "./givenProviders";

/**
 * The log groups of a LogExport's `select`, where its exports run and as whom. What is not known in a preview cannot be asked;
 * but the profile of a provider that has none is not known there either, and counts as none.
 */
export async function selectedLogGroups(
    what: string,
    select: object,
    args: Readonly<Record<string, unknown>>,
    providers: pulumi.ComponentResourceOptions["providers"],
): Promise<string[]> {
    const place = taskPlace(args as unknown as LogExportArgs, givenProviders(providers));
    const known = async (name: keyof typeof place) => {
        const value = pulumi.output(place[name]);
        const isAsked = name !== "profile" || args.profile !== undefined;
        return (await isKnown(value)) ? { name, value: await resolvedValue(value) } : { name, isUnknown: isAsked };
    };
    const settings = await Promise.all([known("region"), known("profile"), known("assumeRoleArn")]);
    const next =
        "Log groups are selected while the program is previewed. Give it as a text, for example of stack config.";
    assertInputs(
        what,
        settings
            .filter(({ isUnknown }) => isUnknown)
            .map(({ name }) => refuse(name, undefined, "known if select is given", next)),
    );
    return selectLogGroups({ ...select, ...Object.fromEntries(settings.map(({ name, value }) => [name, value])) });
}
