import { createHash } from "node:crypto";
import { isPluginProcess } from "../host";
import { type RawInputs } from "./inputs";

/** What the URN of a resource begins with that nobody has checked: stack, project and parents are not known. */
const UNCHECKED = "::::::";

/** Of 48 bits: that two of 10,000 resources have the same has a probability of 1 in 5 million. */
const DIGEST_LENGTH = 8;

/**
 * The short URNs of the resources that were checked in this process. The state keeps a digest of each, as `resource`, because a URN
 * is long and in the record of every export already. Nothing is lost by it: Pulumi checks each declaration before it creates or
 * updates anything, and with each check the program tells the URN.
 */
export class CheckedUrns {
    private readonly known = new Map<string, string>();

    /** Inputs as the state keeps them. The plugin is told the URN with each call, and keeps nothing of it. */
    recorded(inputs: RawInputs): RawInputs {
        const { shortUrn, ...others } = inputs;
        if (typeof shortUrn !== "string" || isPluginProcess()) return inputs;
        const resource = digestOf(shortUrn);
        this.known.set(resource, shortUrn);
        return { ...others, resource };
    }

    /** The inputs again that the state keeps so. With `ignoreChanges: ["*"]` they take the place of what the program tells. */
    whole(inputs: RawInputs): RawInputs {
        const { resource, ...others } = inputs;
        if (typeof resource !== "string" || isPluginProcess()) return inputs;
        return { shortUrn: this.known.get(resource) ?? UNCHECKED + resource, ...others };
    }
}

function digestOf(shortUrn: string): string {
    if (shortUrn.startsWith(UNCHECKED)) return shortUrn.slice(UNCHECKED.length);
    return createHash("sha256").update(shortUrn).digest("base64url").slice(0, DIGEST_LENGTH);
}
