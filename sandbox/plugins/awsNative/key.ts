import type { PropertyMap, PropertyValue } from "../../engine/values";
import type { AwsContext } from "../aws/context";
import type { ResourceType } from "../definition";
import * as kms from "../kms/key";
import { toSdkTags } from "./tags";

/** AWS::KMS::Key, known by its ID. */
export const key: ResourceType<AwsContext> = {
    inputs: ["description", "keyPolicy", "enableKeyRotation", "rotationPeriodInDays", "pendingWindowInDays", "tags"],
    replaceOn: [],
    computed: ["arn", "keyId"],
    async create(context, inputs) {
        const { keyId, arn } = await kms.createKey(context, {}, propertiesOf(inputs));
        return { id: keyId, outputs: { keyId, arn } };
    },
    async read(context, id) {
        const found = await kms.readKey(context, {}, id);
        if (!found) return undefined;
        const { arn, description, policy, rotationDays, tags } = found;
        const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
        return {
            arn,
            keyId: id,
            description,
            keyPolicy: JSON.parse(policy) as PropertyValue,
            enableKeyRotation: rotationDays !== undefined,
            ...(rotationDays === undefined ? {} : { rotationPeriodInDays: rotationDays }),
            ...(list.length > 0 ? { tags: list } : {}),
        };
    },
    async update(context, id, inputs) {
        await kms.updateKey(context, {}, id, propertiesOf(inputs));
        return {};
    },
    delete: (context, id, outputs) => kms.deleteKey(context, {}, id, Number(outputs.pendingWindowInDays ?? 30)),
};

function propertiesOf(inputs: PropertyMap): kms.KeyProperties {
    const { description, keyPolicy, enableKeyRotation, rotationPeriodInDays } = inputs;
    return {
        description: description as string | undefined,
        policy: keyPolicy === undefined || typeof keyPolicy === "string" ? keyPolicy : JSON.stringify(keyPolicy),
        rotationDays: enableKeyRotation === true ? Number(rotationPeriodInDays ?? 365) : undefined,
        tags: Object.fromEntries(toSdkTags(inputs.tags).map(({ Key, Value }) => [Key, Value])),
    };
}

/** AWS::KMS::Alias, known by its name. */
export const alias: ResourceType<AwsContext> = {
    inputs: ["aliasName", "targetKeyId"],
    required: ["targetKeyId"],
    replaceOn: ["aliasName"],
    computed: [],
    autoName: { property: "aliasName" }, // without the prefix alias/, which KMS requires
    async create(context, { aliasName, targetKeyId }: PropertyMap) {
        await kms.createAlias(context, {}, String(aliasName), String(targetKeyId));
        return { id: String(aliasName), outputs: {} };
    },
    async read(context, id, state) {
        const found = await kms.readAlias(context, {}, id);
        if (!found) return undefined;
        // The target may be an ID or an ARN. It is reported as it was given if it is the same key.
        const given = String(state.targetKeyId);
        return { aliasName: id, targetKeyId: given.endsWith(found.keyId) ? given : found.keyId };
    },
    async update(context, id, { targetKeyId }: PropertyMap) {
        await kms.updateAlias(context, {}, id, String(targetKeyId));
        return {};
    },
    delete: (context, id) => kms.deleteAlias(context, {}, id),
};
