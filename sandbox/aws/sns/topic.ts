/** The state of a topic, with every published message. */
export interface Topic {
    readonly arn: string;
    readonly name: string;
    policy?: string;
    kmsMasterKeyId?: string;
    displayName?: string;
    readonly tags: Record<string, string>;
    readonly messages: { readonly at: number; readonly subject?: string; readonly message: string }[];
}
