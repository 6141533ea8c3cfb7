import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { runOperation, type Input, type Operation } from "../http/operations";
import { partitionOf } from "../partition";
import { member } from "../http/query";
import { newRole, type Role } from "./role";

interface IamInput {
    readonly RoleName?: string;
    readonly Path?: string;
    readonly AssumeRolePolicyDocument?: string;
    readonly Description?: string;
    readonly MaxSessionDuration?: string;
    readonly PermissionsBoundary?: string;
    readonly PolicyName?: string;
    readonly PolicyDocument?: string;
    readonly Tags?: readonly { Key: string; Value: string }[];
    readonly TagKeys?: readonly string[];
}

const named = ["RoleName"];
const resource: Operation["resource"] = (call, input) =>
    roleArn(call, String(input.Path ?? "/"), String(input.RoleName));

const operations: Readonly<Record<string, Operation>> = {
    CreateRole: {
        parameters: [
            ...named,
            "Path",
            "AssumeRolePolicyDocument",
            "Description",
            "MaxSessionDuration",
            "PermissionsBoundary",
            "Tags",
        ],
        resource,
        run: createRole,
    },
    GetRole: { parameters: named, resource, run: (call, input) => ({ Role: describe(roleOf(call, input)) }) },
    UpdateRole: { parameters: [...named, "Description", "MaxSessionDuration"], resource, run: updateRole },
    UpdateAssumeRolePolicy: { parameters: [...named, "PolicyDocument"], resource, run: updateAssumeRolePolicy },
    DeleteRole: { parameters: named, resource, run: deleteRole },
    PutRolePolicy: { parameters: [...named, "PolicyName", "PolicyDocument"], resource, run: putRolePolicy },
    GetRolePolicy: { parameters: [...named, "PolicyName"], resource, run: getRolePolicy },
    DeleteRolePolicy: { parameters: [...named, "PolicyName"], resource, run: deleteRolePolicy },
    TagRole: { parameters: [...named, "Tags"], resource, run: tagRole },
    UntagRole: { parameters: [...named, "TagKeys"], resource, run: untagRole },
};

export function runIam(call: Call, input: Input): object {
    return runOperation("iam", operations, call, input);
}

function roleArn({ region, caller }: Call, path: string, name: string): string {
    return `arn:${partitionOf(region)}:iam::${caller.accountId}:role${path}${name}`;
}

function roleOf(call: Call, { RoleName }: IamInput): Role {
    const prefix = roleArn(call, "/", "");
    const role = Object.values(call.world.roles).find((one) => one.arn.startsWith(prefix) && one.roleName === RoleName);
    if (!role) throw missing(`The role with name ${RoleName} cannot be found.`);
    return role;
}

function missing(message: string): AwsError {
    return new AwsError("NoSuchEntity", message, 404);
}

function checkedPolicy(text: string | undefined): string {
    try {
        const { Statement } = JSON.parse(text ?? "") as { Statement?: unknown };
        if (Statement !== undefined) return text ?? "";
    } catch {
        // Refused below, like any other text that is not a policy.
    }
    throw new AwsError("MalformedPolicyDocument", "This policy contains invalid Json");
}

function createRole(call: Call, input: IamInput): object {
    const { RoleName = "", Path = "/", Tags = [] } = input;
    if (!/^[\w+=,.@-]{1,64}$/.test(RoleName)) {
        throw new AwsError(
            "ValidationError",
            `1 validation error detected: Value '${RoleName}' at 'roleName' is not valid`,
        );
    }
    const arn = roleArn(call, Path, RoleName);
    if (Object.values(call.world.roles).some((one) => one.roleName === RoleName && one.arn === arn)) {
        throw new AwsError("EntityAlreadyExists", `Role with name ${RoleName} already exists.`, 409);
    }
    const role = newRole(arn, call.now, {
        roleId: `AROA${call.uuid().replace(/-/g, "").slice(0, 17).toUpperCase()}`,
        assumeRolePolicy: checkedPolicy(input.AssumeRolePolicyDocument),
        description: input.Description,
        maxSessionSeconds: Number(input.MaxSessionDuration ?? 3600),
        permissionsBoundary: input.PermissionsBoundary,
        tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    });
    call.world.roles[arn] = role;
    return { Role: describe(role) };
}

function describe(role: Role): object {
    return {
        Path: role.path,
        RoleName: role.roleName,
        RoleId: role.roleId,
        Arn: role.arn,
        CreateDate: new Date(role.createDate).toISOString(),
        AssumeRolePolicyDocument: encodeURIComponent(role.assumeRolePolicy),
        Description: role.description,
        MaxSessionDuration: role.maxSessionSeconds,
        Tags: tagsOf(role),
    };
}

function tagsOf({ tags }: Role): object {
    return member(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
}

function updateRole(call: Call, input: IamInput): object {
    const role = roleOf(call, input);
    role.description = input.Description ?? role.description;
    role.maxSessionSeconds = Number(input.MaxSessionDuration ?? role.maxSessionSeconds);
    return {};
}

function updateAssumeRolePolicy(call: Call, input: IamInput): object {
    roleOf(call, input).assumeRolePolicy = checkedPolicy(input.PolicyDocument);
    return {};
}

function deleteRole(call: Call, input: IamInput): object {
    const role = roleOf(call, input);
    if (Object.keys(role.policies).length > 0) {
        throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
    }
    delete call.world.roles[role.arn];
    return {};
}

/** All inline policies of a role together may have 10,240 characters, not counting white space. */
function putRolePolicy(call: Call, input: IamInput): object {
    const role = roleOf(call, input);
    const policies = { ...role.policies, [input.PolicyName ?? ""]: checkedPolicy(input.PolicyDocument) };
    const size = Object.values(policies).reduce((sum, text) => sum + text.replace(/\s/g, "").length, 0);
    if (size > 10_240) {
        throw new AwsError(
            "LimitExceeded",
            `Maximum policy size of 10240 bytes exceeded for role ${role.roleName}`,
            409,
        );
    }
    Object.assign(role.policies, policies);
    return {};
}

function getRolePolicy(call: Call, input: IamInput): object {
    const role = roleOf(call, input);
    const text = role.policies[input.PolicyName ?? ""];
    if (text === undefined) throw missing(`The role policy with name ${input.PolicyName} cannot be found.`);
    return { RoleName: role.roleName, PolicyName: input.PolicyName, PolicyDocument: encodeURIComponent(text) };
}

function deleteRolePolicy(call: Call, input: IamInput): object {
    getRolePolicy(call, input);
    delete roleOf(call, input).policies[input.PolicyName ?? ""];
    return {};
}

function tagRole(call: Call, input: IamInput): object {
    for (const { Key, Value } of input.Tags ?? []) roleOf(call, input).tags[Key] = Value;
    return {};
}

function untagRole(call: Call, input: IamInput): object {
    for (const key of input.TagKeys ?? []) delete roleOf(call, input).tags[key];
    return {};
}
