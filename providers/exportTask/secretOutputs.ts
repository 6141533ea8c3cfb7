import * as pulumi from "@pulumi/pulumi";

/** The inputs that outputs are derived from. Pulumi keeps an output secret by itself only if an input of its name is. */
const SOURCES = ["logGroupName", "logStreamNamePrefix", "destination", "destinationPrefix"] as const;
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
    const outputs = SOURCES.map((name) => args[name]).filter((value) => pulumi.Output.isInstance(value));
    if (outputs.length === 0) return [opts, turn];
    const additionalSecretOutputs = [...(opts?.additionalSecretOutputs ?? [])];
    const filled = Promise.all(
        outputs.map((output) => pulumi.isSecret(output as pulumi.Output<string>).catch(() => false)),
    ).then((secret) => {
        if (secret.includes(true)) additionalSecretOutputs.push(...DERIVED);
    });
    // Asked for only when Pulumi does, which is when everything else is there: see gate.ts.
    const ready: PromiseLike<undefined> = { then: (resolve, reject) => filled.then(() => turn).then(resolve, reject) };
    return [{ ...opts, additionalSecretOutputs }, ready as Promise<undefined>];
}
