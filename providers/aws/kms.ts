import type { KMSClient } from "@aws-sdk/client-kms";

export interface Key {
    readonly arn: string;
    /** `Enabled`, or why it cannot be used. */
    readonly state: string;
}

/** What the provider asks of AWS KMS: one method a question, no decisions. */
export interface KmsApi {
    /** @param id the key's ID, its ARN, or an alias. */
    describeKey(id: string): Promise<Key>;
    /** The key policy as JSON. Only callers of the key's own account may ask. */
    keyPolicyOf(arn: string): Promise<string | undefined>;
}

/** The SDK's module is loaded with the first question, which only a refused export asks. */
type Sdk = typeof import("@aws-sdk/client-kms");

/** @param open makes the client. */
export function kmsApi(open: (sdk: Sdk) => KMSClient): KmsApi {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    const load = () => require("@aws-sdk/client-kms") as Sdk;
    let client: KMSClient | undefined;
    return {
        async describeKey(id) {
            const { DescribeKeyCommand } = load();
            const { KeyMetadata } = await (client ??= open(load())).send(new DescribeKeyCommand({ KeyId: id }));
            return { arn: KeyMetadata?.Arn ?? id, state: KeyMetadata?.KeyState ?? "" };
        },
        async keyPolicyOf(arn) {
            const { GetKeyPolicyCommand } = load();
            const { Policy } = await (client ??= open(load())).send(new GetKeyPolicyCommand({ KeyId: arn }));
            return Policy;
        },
    };
}
