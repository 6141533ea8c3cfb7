import { createHash } from "node:crypto";
import { isPluginProcess } from "../host";
import { type RawInputs } from "./inputs";

/** What the URN of a resource begins with that nobody has checked: stack, project and parents are not known. */
const UNCHECKED = "::::::";

/** Of 48 bits: that two of 10,000 resources have the same has a probability of 1 in 5 million. */
const DIGEST_LENGTH = 8;

/**
 * The short URNs of the resources that were checked in this process. The state keeps a digest of each, as `__urn`, because a URN is
 * long and in the record of every export already. Pulumi checks each declaration before it creates or updates anything, and with
 * each check the program tells the URN.
 */
export class CheckedUrns {
    private readonly known = new Map<string, string>();

    /** Inputs as the state keeps them. The plugin is told the URN with each call, and keeps nothing of it. */
    recorded(inputs: RawInputs): RawInputs {
        const { shortUrn, ...others } = inputs;
        if (typeof shortUrn !== "string" || isPluginProcess()) return inputs;
        const digest = digestOf(shortUrn);
        this.known.set(digest, shortUrn);
        return { ...others, __urn: digest };
    }

    /**
     * The inputs again that the state keeps so. A refresh asks for the difference without a check, and with `ignoreChanges: ["*"]`
     * the recorded inputs take the place of what the program tells: then neither lines of progress nor the task's name say whose it is.
     */
    whole(inputs: RawInputs): RawInputs {
        const { __urn: digest, ...others } = inputs;
        if (typeof digest !== "string" || isPluginProcess()) return inputs;
        return { shortUrn: this.known.get(digest) ?? UNCHECKED + digest, ...others };
    }
}

function digestOf(shortUrn: string): string {
    if (shortUrn.startsWith(UNCHECKED)) return shortUrn.slice(UNCHECKED.length);
    return createHash("sha256").update(shortUrn).digest("base64url").slice(0, DIGEST_LENGTH);
}
