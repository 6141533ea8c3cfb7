import * as pulumi from "@pulumi/pulumi";

/** The inputs that outputs are derived from. Pulumi keeps an output secret by itself only if an input of its name is. */
const SOURCES: readonly string[] = ["logGroupName", "logStreamNamePrefix", "destination", "destinationPrefix"];
/** The inputs that messages name. */
const NAMED = [...SOURCES, "taskNamePrefix", "region", "profile", "assumeRoleArn"];

/** The outputs to keep secret where one of their sources is. */
export const DERIVED: readonly string[] = ["uri", "statusMessage", "predecessors"];

export const isAnySource = (names: readonly string[] = []): boolean => names.some((name) => SOURCES.includes(name));

/** The names of the secret inputs, for the provider, which sees no marks; undefined if there are none, to keep the state small. */
export function secretInputsOf(inputs: Readonly<Record<string, unknown>>): Promise<string[] | undefined> | undefined {
    const outputs = NAMED.filter((name) => pulumi.Output.isInstance(inputs[name]));
    if (outputs.length === 0) return undefined;
    const isSecret = (name: string) => pulumi.isSecret(inputs[name] as pulumi.Output<unknown>).catch(() => false);
    return Promise.all(outputs.map(isSecret)).then((secret) => {
        const names = outputs.filter((_, index) => secret[index]);
        return names.length > 0 ? names : undefined;
    });
}
