/** The state of a customer managed key. */
export interface KmsKey {
    readonly keyId: string;
    readonly arn: string;
    readonly accountId: string;
    readonly region: string;
    readonly creationTime: number;
    description: string;
    /** The key policy's text. */
    policy: string;
    rotationDays?: number;
    state: "Enabled" | "Disabled" | "PendingDeletion";
    deletionTime?: number;
    readonly tags: Record<string, string>;
}
