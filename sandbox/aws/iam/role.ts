import type { PolicyDocument } from "../policy/document";

/** A role as the state keeps it: its trust policy and its inline policies, as JSON texts. */
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

/** The role of that ARN, which has its path in it. */
export function newRole(arn: string, createDate: number, given: Pick<Role, "assumeRolePolicy"> & Partial<Role>): Role {
    const [, path, roleName] = /:role(\/.*?)([^/]+)$/.exec(arn) ?? [];
    if (roleName === undefined) throw new Error(`${arn} is no role's ARN.`);
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

/** All that the role's policies allow, in one document. */
export function policyOf(role: Role): PolicyDocument {
    const documents = Object.values(role.policies).map((text) => JSON.parse(text) as PolicyDocument);
    return { Version: "2012-10-17", Statement: documents.flatMap((one) => one.Statement) };
}
