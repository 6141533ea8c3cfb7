import { HONOURED_KEYS } from "../providers/aws/configuration";
import { reveal } from "./secrets";
import { UNKNOWN } from "../providers/validation/unknown";

/** What this provider is configured with: `cloudwatch-logs-export:*` of the stack, or an explicit provider's arguments. */
let own: Readonly<Record<string, string>> = {};

/** The keys, which are those of the aws provider that exports read; see the schema. */
export const CONFIG_KEYS: readonly string[] = HONOURED_KEYS;

/** Keeps what Pulumi configures the provider with. Lists and objects arrive as JSON, or as they are. */
export function configure(properties: Readonly<Record<string, unknown>> | undefined): void {
    const { plain } = reveal(properties, UNKNOWN);
    own = Object.fromEntries(
        CONFIG_KEYS.filter((key) => plain[key] !== undefined).map((key) => [
            key,
            typeof plain[key] === "string" ? plain[key] : JSON.stringify(plain[key]),
        ]),
    );
}

/** A value under the key that it has in the config of the aws provider, which the lifecycle reads. */
export function ownConfig(key: string): string | undefined {
    const [namespace, name] = key.split(":");
    return namespace === "aws" ? own[name] : undefined;
}

const NAMESPACES = ["aws", "aws-native"];

/**
 * The config by which a component's exports find Region and credentials: this provider's own or, if it has none, that of the
 * stack for the aws provider. Never some of each, which would join keys of one account with roles of another.
 */
export function componentConfig(stack: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (Object.keys(own).length === 0) return stack;
    const isOther = (key: string) =>
        NAMESPACES.includes(key.split(":")[0]) && CONFIG_KEYS.includes(key.split(":").at(-1) ?? "");
    const others = Object.entries(stack).filter(([key]) => !isOther(key));
    return Object.fromEntries([...others, ...Object.entries(own).map(([key, value]) => [`aws:${key}`, value])]);
}

/** Whether a component need not hand anything down, because its exports find it in this provider's own config. */
export const hasOwnConfig = () => Object.keys(own).length > 0;
