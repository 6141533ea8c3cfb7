import type { PolicyDocument } from "../policy/document";

/** The state of a role: its trust policy and inline policies are JSON texts. */
export interface Role {
    readonly arn: string;
    readonly roleName: string;
    readonly path: string;
    readonly roleId: string;
    readonly createDate: number;
    assumeRolePolicy: string;
    description?: string;
    maxSessionSeconds: number;
    permissionsBoundary?: string;
    readonly tags: Record<string, string>;
    readonly policies: Record<string, string>;
}

/** Creates a role from its ARN, which contains its path. */
export function newRole(arn: string, createDate: number, given: Pick<Role, "assumeRolePolicy"> & Partial<Role>): Role {
    const [, path, roleName] = /:role(\/.*?)([^/]+)$/.exec(arn) ?? [];
    if (roleName === undefined) throw new Error(`${arn} is not the ARN of a role.`);
    return {
        roleId: "AROASANDBOX",
        maxSessionSeconds: 3600,
        tags: {},
        policies: {},
        ...given,
        arn,
        path,
        roleName,
        createDate,
    };
}

/** The role's policies, merged into one document. */
export function policyOf(role: Role): PolicyDocument {
    const documents = Object.values(role.policies).map((text) => JSON.parse(text) as PolicyDocument);
    return { Version: "2012-10-17", Statement: documents.flatMap((one) => one.Statement) };
}
