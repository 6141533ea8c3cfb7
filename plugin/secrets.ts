/**
 * Values as Pulumi sends them to a provider: a secret, at any depth, is an object with a signature around the value.
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

type Wire = Readonly<Record<string, unknown>>;

/** Properties in plain values, and the names of those that are or contain a secret. */
export interface Revealed {
    readonly plain: Record<string, unknown>;
    readonly secrets: ReadonlySet<string>;
}

/** What the lifecycle works with. */
export function reveal(properties: Wire | undefined, unknown: unknown): Revealed {
    const secrets = new Set<string>();
    const entries = Object.entries(properties ?? {}).flatMap(([name, value]) => {
        const plain = plainValue(value, unknown, () => secrets.add(name));
        return plain === null || plain === undefined ? [] : [[name, plain] as const]; // the wire's word for "not given"
    });
    return { plain: Object.fromEntries(entries), secrets };
}

function plainValue(value: unknown, unknown: unknown, onSecret: () => void): unknown {
    if (Array.isArray(value)) return value.map((one) => plainValue(one, unknown, onSecret));
    if (typeof value !== "object" || value === null) return value;
    const signed = value as Wire;
    switch (signed[SIGNATURE]) {
        case SECRET:
            onSecret();
            return plainValue(signed.value, unknown, onSecret);
        case OUTPUT:
            if (signed.secret === true) onSecret();
            return "value" in signed ? plainValue(signed.value, unknown, onSecret) : unknown;
        case RESOURCE:
            return plainValue(signed.id ?? signed.urn, unknown, onSecret);
        default:
            return Object.fromEntries(
                Object.entries(signed).map(([name, inner]) => [name, plainValue(inner, unknown, onSecret)]),
            );
    }
}

/** Outputs that are made from an input of another name. */
const MADE_FROM: Readonly<Record<string, readonly string[]>> = { uri: ["destination", "destinationPrefix"] };

/** The properties for Pulumi, with the secrets among them, and what was made from one, marked. */
export function mark(properties: Wire, secrets: ReadonlySet<string>): Record<string, unknown> {
    const isSecret = (name: string) => [name, ...(MADE_FROM[name] ?? [])].some((one) => secrets.has(one));
    return Object.fromEntries(
        Object.entries(properties)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, isSecret(name) ? { [SIGNATURE]: SECRET, value } : value]),
    );
}
