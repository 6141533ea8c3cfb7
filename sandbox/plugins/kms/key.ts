import type { KMSClient, Tag } from "@aws-sdk/client-kms";
import type { PropertyMap } from "../../engine/values";
import type { AwsContext } from "../aws/context";
import { unlessMissing } from "../aws/sdkShapes";

const sdk = () => import("@aws-sdk/client-kms");
const MISSING = ["NotFoundException"];

/** The SDK is loaded on first use. */
function clientOf(context: AwsContext, inputs: PropertyMap): Promise<KMSClient> {
    return context.client("kms", inputs, async () => (await sdk()).KMSClient as new (settings: object) => KMSClient);
}

/** The properties of a key, under names that do not depend on the provider. */
export interface KeyProperties {
    readonly description?: string;
    readonly policy?: string;
    /** Undefined if the key is not rotated. */
    readonly rotationDays?: number;
    readonly tags: Readonly<Record<string, string>>;
}

export async function createKey(context: AwsContext, inputs: PropertyMap, key: KeyProperties) {
    const { CreateKeyCommand } = await sdk();
    const client = await clientOf(context, inputs);
    const Tags = tagList(key.tags);
    const { KeyMetadata } = await client.send(
        new CreateKeyCommand({
            Description: key.description,
            Policy: key.policy,
            ...(Tags.length > 0 ? { Tags } : {}),
        }),
    );
    const keyId = KeyMetadata?.KeyId ?? "";
    await rotate(client, keyId, key.rotationDays);
    return { keyId, arn: KeyMetadata?.Arn ?? "" };
}

/** The current key; undefined if it does not exist or is scheduled for deletion. */
export async function readKey(context: AwsContext, inputs: PropertyMap, KeyId: string) {
    const kms = await sdk();
    const client = await clientOf(context, inputs);
    const found = await unlessMissing(MISSING, () => client.send(new kms.DescribeKeyCommand({ KeyId })));
    const metadata = found?.KeyMetadata;
    if (!metadata || metadata.KeyState === "PendingDeletion") return undefined;
    const { Policy } = await client.send(new kms.GetKeyPolicyCommand({ KeyId }));
    const rotation = await client.send(new kms.GetKeyRotationStatusCommand({ KeyId }));
    const { Tags = [] } = await client.send(new kms.ListResourceTagsCommand({ KeyId }));
    return {
        arn: metadata.Arn ?? "",
        description: metadata.Description ?? "",
        policy: Policy ?? "",
        rotationDays: rotation.KeyRotationEnabled ? (rotation.RotationPeriodInDays ?? 365) : undefined,
        tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey ?? "", TagValue ?? ""])),
    };
}

export async function updateKey(context: AwsContext, inputs: PropertyMap, KeyId: string, key: KeyProperties) {
    const kms = await sdk();
    const client = await clientOf(context, inputs);
    await client.send(new kms.UpdateKeyDescriptionCommand({ KeyId, Description: key.description ?? "" }));
    if (key.policy !== undefined) await client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: key.policy }));
    await rotate(client, KeyId, key.rotationDays);
    const { Tags: before = [] } = await client.send(new kms.ListResourceTagsCommand({ KeyId }));
    const TagKeys = before.flatMap(({ TagKey }) => (TagKey !== undefined && !(TagKey in key.tags) ? [TagKey] : []));
    if (TagKeys.length > 0) await client.send(new kms.UntagResourceCommand({ KeyId, TagKeys }));
    const Tags = tagList(key.tags);
    if (Tags.length > 0) await client.send(new kms.TagResourceCommand({ KeyId, Tags }));
}

/** Schedules the key's deletion, which can be cancelled until then. */
export async function deleteKey(context: AwsContext, inputs: PropertyMap, KeyId: string, days: number): Promise<void> {
    const { ScheduleKeyDeletionCommand } = await sdk();
    const client = await clientOf(context, inputs);
    await unlessMissing([...MISSING, "KMSInvalidStateException"], () =>
        client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: days })),
    );
}

async function rotate(client: KMSClient, KeyId: string, days: number | undefined): Promise<void> {
    const { DisableKeyRotationCommand, EnableKeyRotationCommand } = await sdk();
    if (days === undefined) await client.send(new DisableKeyRotationCommand({ KeyId }));
    else await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: days }));
}

function tagList(tags: Readonly<Record<string, string>>): Tag[] {
    return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

export async function createAlias(context: AwsContext, inputs: PropertyMap, AliasName: string, TargetKeyId: string) {
    const { CreateAliasCommand } = await sdk();
    await (await clientOf(context, inputs)).send(new CreateAliasCommand({ AliasName, TargetKeyId }));
}

export async function updateAlias(context: AwsContext, inputs: PropertyMap, AliasName: string, TargetKeyId: string) {
    const { UpdateAliasCommand } = await sdk();
    await (await clientOf(context, inputs)).send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
}

/** The ID of the alias's key, and the alias's ARN. */
export async function readAlias(context: AwsContext, inputs: PropertyMap, name: string) {
    const { ListAliasesCommand } = await sdk();
    const { Aliases = [] } = await (await clientOf(context, inputs)).send(new ListAliasesCommand({}));
    const found = Aliases.find(({ AliasName }) => AliasName === name);
    return found && { keyId: found.TargetKeyId ?? "", arn: found.AliasArn ?? "" };
}

export async function deleteAlias(context: AwsContext, inputs: PropertyMap, AliasName: string): Promise<void> {
    const { DeleteAliasCommand } = await sdk();
    const client = await clientOf(context, inputs);
    await unlessMissing(MISSING, () => client.send(new DeleteAliasCommand({ AliasName })));
}
