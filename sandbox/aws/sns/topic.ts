export interface Subscription {
    readonly arn: string;
    readonly protocol: string;
    readonly endpoint: string;
    /** Until the endpoint's owner confirms it. */
    readonly isPending: boolean;
}

/** The state of a topic, with every published message. */
export interface Topic {
    readonly arn: string;
    readonly name: string;
    policy?: string;
    kmsMasterKeyId?: string;
    displayName?: string;
    readonly tags: Record<string, string>;
    subscriptions?: readonly Subscription[];
    readonly messages: { readonly at: number; readonly subject?: string; readonly message: string }[];
}
