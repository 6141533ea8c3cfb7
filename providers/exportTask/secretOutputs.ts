import * as pulumi from "@pulumi/pulumi";

/** The inputs that outputs are derived from. Pulumi keeps an output secret by itself only if an input of its name is. */
const SOURCES = ["logGroupName", "logStreamNamePrefix", "destination", "destinationPrefix"] as const;
/** The inputs that messages name. */
const NAMED = [...SOURCES, "taskNamePrefix", "region", "profile", "assumeRoleArn"] as const;
const DERIVED = ["uri", "statusMessage", "predecessors"];

/**
 * Options that keep secret what is derived from a secret input. Whether an input is one is known only later, so the list
 * is filled in while Pulumi waits for the reference to the resource's package, the last thing before it reads the list.
 * @param turn what Pulumi waits for otherwise.
 */
export function withSecretOutputs(
    args: Partial<Record<(typeof SOURCES)[number], unknown>>,
    opts: pulumi.CustomResourceOptions | undefined,
    turn: Promise<undefined> | undefined,
): [pulumi.CustomResourceOptions | undefined, Promise<undefined> | undefined] {
    if (!SOURCES.some((name) => pulumi.Output.isInstance(args[name]))) return [opts, turn];
    const additionalSecretOutputs = [...(opts?.additionalSecretOutputs ?? [])];
    const filled = secretsAmong(args, SOURCES).then((secret) => {
        if (secret.length > 0) additionalSecretOutputs.push(...DERIVED);
    });
    // Asked for only when Pulumi does, which is when everything else is there: see gate.ts.
    const ready: PromiseLike<undefined> = { then: (resolve, reject) => filled.then(() => turn).then(resolve, reject) };
    return [{ ...opts, additionalSecretOutputs }, ready as Promise<undefined>];
}

/** The names of the secret inputs, for the provider, which sees no marks; undefined if there are none, to keep the state small. */
export function secretInputsOf(args: object): Promise<string[] | undefined> | undefined {
    if (!NAMED.some((name) => pulumi.Output.isInstance((args as Record<string, unknown>)[name]))) return undefined;
    return secretsAmong(args, NAMED).then((names) => (names.length > 0 ? names : undefined));
}

async function secretsAmong<Name extends string>(
    args: Readonly<Partial<Record<Name, unknown>>>,
    names: readonly Name[],
): Promise<Name[]> {
    const outputs = names.filter((name) => pulumi.Output.isInstance(args[name]));
    const isSecret = (name: Name) => pulumi.isSecret(args[name] as pulumi.Output<unknown>).catch(() => false);
    const secret = await Promise.all(outputs.map(isSecret));
    return outputs.filter((_, index) => secret[index]);
}
