import type { PropertyMap, PropertyValue } from "../../engine/values";
import type { ResourceType } from "../definition";
import * as kms from "../kms/key";
import type { AwsContext } from "./context";
import { optional, tagsOf } from "./tags";

export const key: ResourceType<AwsContext> = {
    inputs: [
        "description",
        "policy",
        "enableKeyRotation",
        "rotationPeriodInDays",
        "deletionWindowInDays",
        "tags",
        "region",
    ],
    replaceOn: ["region"],
    computed: ["arn", "keyId", "region", "tagsAll"],
    async create(context, inputs) {
        const { keyId, arn } = await kms.createKey(context, inputs, propertiesOf(inputs));
        return { id: keyId, outputs: { keyId, arn, region: context.regionFor(inputs), tagsAll: tagsOf(inputs) } };
    },
    async read(context, id, state) {
        const found = await kms.readKey(context, state, id);
        if (!found) return undefined;
        const { arn, description, policy, rotationDays, tags } = found;
        return {
            arn,
            keyId: id,
            description,
            policy,
            enableKeyRotation: rotationDays !== undefined,
            ...(rotationDays === undefined ? {} : { rotationPeriodInDays: rotationDays }),
            tags,
            tagsAll: tags,
        };
    },
    async update(context, id, inputs, outputs) {
        await kms.updateKey(context, outputs, id, propertiesOf(inputs));
        return { tagsAll: tagsOf(inputs) };
    },
    delete: (context, id, outputs) => kms.deleteKey(context, outputs, id, Number(outputs.deletionWindowInDays ?? 30)),
};

function propertiesOf(inputs: PropertyMap): kms.KeyProperties {
    return {
        description: optional(inputs.description),
        policy: optional(inputs.policy),
        rotationDays: inputs.enableKeyRotation === true ? Number(inputs.rotationPeriodInDays ?? 365) : undefined,
        tags: tagsOf(inputs),
    };
}

export const alias: ResourceType<AwsContext> = {
    inputs: ["name", "targetKeyId", "region"],
    required: ["targetKeyId"],
    replaceOn: ["name", "targetKeyId", "region"],
    computed: ["arn", "targetKeyArn", "region"],
    async create(context, inputs) {
        const name = String(inputs.name);
        await kms.createAlias(context, inputs, name, String(inputs.targetKeyId));
        return { id: name, outputs: await describe(context, inputs, name) };
    },
    async read(context, id, state) {
        const found = await kms.readAlias(context, state, id);
        return found && { name: id, ...(await describe(context, state, id)) };
    },
    delete: (context, id, outputs) => kms.deleteAlias(context, outputs, id),
};

async function describe(context: AwsContext, inputs: PropertyMap, name: string): Promise<PropertyMap> {
    const region = context.regionFor(inputs);
    const found = await kms.readAlias(context, inputs, name);
    const target: PropertyValue = (found && (await kms.readKey(context, inputs, found.keyId))?.arn) ?? "";
    return { arn: found?.arn ?? "", targetKeyArn: target, region };
}
