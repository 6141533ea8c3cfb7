import type { IAMClient } from "@aws-sdk/client-iam";
import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { optional, removedTags, tagList, tagsOf } from "./tags";

const sdk = () => import("@aws-sdk/client-iam");
const clientOf = (context: AwsContext): Promise<IAMClient> =>
    context.client("iam", {}, async () => (await sdk()).IAMClient as new (settings: object) => IAMClient);

export const role: ResourceType<AwsContext> = {
    inputs: [
        "name",
        "namePrefix",
        "path",
        "assumeRolePolicy",
        "description",
        "maxSessionDuration",
        "permissionsBoundary",
        "forceDetachPolicies",
        "tags",
    ],
    required: ["assumeRolePolicy"],
    replaceOn: ["name", "namePrefix", "path", "permissionsBoundary"],
    computed: ["arn", "createDate", "uniqueId", "tagsAll"],
    defaults: { path: "/", maxSessionDuration: 3600, forceDetachPolicies: false },
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        const { CreateRoleCommand } = await sdk();
        const { Role } = await (
            await clientOf(context)
        ).send(
            new CreateRoleCommand({
                RoleName: String(inputs.name),
                Path: String(inputs.path),
                AssumeRolePolicyDocument: String(inputs.assumeRolePolicy),
                Description: optional(inputs.description),
                MaxSessionDuration: Number(inputs.maxSessionDuration),
                PermissionsBoundary: optional(inputs.permissionsBoundary),
                ...(inputs.tags ? { Tags: tagList(inputs) } : {}),
            }),
        );
        const createDate = Role?.CreateDate?.toISOString() ?? "";
        const outputs = { arn: Role?.Arn ?? "", uniqueId: Role?.RoleId ?? "", createDate, tagsAll: tagsOf(inputs) };
        return { id: String(inputs.name), outputs };
    },
    async read(context, id) {
        const { GetRoleCommand } = await sdk();
        const client = await clientOf(context);
        const found = await unlessMissing(["NoSuchEntityException", "NoSuchEntity"], () =>
            client.send(new GetRoleCommand({ RoleName: id })),
        );
        return (
            found?.Role && {
                name: id,
                arn: found.Role.Arn ?? "",
                assumeRolePolicy: decodeURIComponent(found.Role.AssumeRolePolicyDocument ?? ""),
                description: found.Role.Description ?? "",
            }
        );
    },
    async update(context, id, inputs, outputs) {
        const iam = await sdk();
        const client = await clientOf(context);
        const RoleName = id;
        const PolicyDocument = String(inputs.assumeRolePolicy);
        await client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
        const MaxSessionDuration = Number(inputs.maxSessionDuration);
        const Description = optional(inputs.description) ?? "";
        await client.send(new iam.UpdateRoleCommand({ RoleName, Description, MaxSessionDuration }));
        const TagKeys = removedTags(outputs, inputs);
        if (TagKeys.length > 0) await client.send(new iam.UntagRoleCommand({ RoleName, TagKeys }));
        if (tagList(inputs).length > 0) await client.send(new iam.TagRoleCommand({ RoleName, Tags: tagList(inputs) }));
        return { tags: tagsOf(inputs), tagsAll: tagsOf(inputs) };
    },
    async delete(context, id) {
        const { DeleteRoleCommand } = await sdk();
        const client = await clientOf(context);
        await unlessMissing(["NoSuchEntityException", "NoSuchEntity"], () =>
            client.send(new DeleteRoleCommand({ RoleName: id })),
        );
    },
};

export const rolePolicy: ResourceType<AwsContext> = {
    inputs: ["name", "namePrefix", "role", "policy"],
    required: ["role", "policy"],
    replaceOn: ["name", "namePrefix", "role"],
    computed: [],
    autoName: { property: "name", prefixProperty: "namePrefix" },
    async create(context, inputs) {
        await putRolePolicy(context, inputs);
        return { id: `${String(inputs.role)}:${String(inputs.name)}`, outputs: {} };
    },
    async read(context, _id, state) {
        const { GetRolePolicyCommand } = await sdk();
        const client = await clientOf(context);
        const found = await unlessMissing(["NoSuchEntityException", "NoSuchEntity"], () =>
            client.send(new GetRolePolicyCommand(named(state))),
        );
        return found && { policy: decodeURIComponent(found.PolicyDocument ?? "") };
    },
    async update(context, _id, inputs) {
        await putRolePolicy(context, inputs);
        return {};
    },
    async delete(context, _id, outputs) {
        const { DeleteRolePolicyCommand } = await sdk();
        const client = await clientOf(context);
        await unlessMissing(["NoSuchEntityException", "NoSuchEntity"], () =>
            client.send(new DeleteRolePolicyCommand(named(outputs))),
        );
    },
};

function named({ role: roleName, name }: PropertyMap) {
    return { RoleName: String(roleName), PolicyName: String(name) };
}

async function putRolePolicy(context: AwsContext, inputs: PropertyMap): Promise<void> {
    const { PutRolePolicyCommand } = await sdk();
    const PolicyDocument = String(inputs.policy);
    await (await clientOf(context)).send(new PutRolePolicyCommand({ ...named(inputs), PolicyDocument }));
}
