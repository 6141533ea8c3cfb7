/** A topic as the state keeps it, with everything that was published. */
export interface Topic {
    readonly arn: string;
    readonly name: string;
    policy?: string;
    kmsMasterKeyId?: string;
    displayName?: string;
    readonly tags: Record<string, string>;
    readonly messages: { readonly at: number; readonly subject?: string; readonly message: string }[];
}
