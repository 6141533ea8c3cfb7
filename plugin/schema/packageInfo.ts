import { PACKAGE } from "./objectTypes";

/** What the Registry shows of the package, and what names SDKs get. */
export const META = {
    name: PACKAGE,
    displayName: "CloudWatch Logs Export",
    description: "Declarative exports of Amazon CloudWatch log data to Amazon S3.",
    keywords: [
        "pulumi",
        "aws",
        "cloudwatch",
        "cloudwatch-logs",
        "s3",
        "export",
        "archive",
        "audit",
        "category/utility",
        "kind/component",
    ],
    license: "Apache-2.0",
    publisher: "pulumi-cloudwatch-logs-export",
    attribution: "This package is built with the Pulumi SDK for Node.js and the AWS SDK for JavaScript.",
    meta: { moduleFormat: "(.*)" },
};

const ROLE = `#/types/${PACKAGE}:index:RoleToAssume`;

const VARIABLES = {
    region: {
        type: "string",
        description:
            "The Region of log groups and buckets.\n\nDefault: in components stack config `aws:region`, then the environment",
    },
    profile: {
        type: "string",
        description:
            "The profile of the AWS configuration files whose credentials are used.\n\nDefault: in components stack config " +
            "`aws:profile`, then the environment",
    },
    accessKey: { type: "string", secret: true, description: "The ID of an access key, with `secretKey`." },
    secretKey: { type: "string", secret: true, description: "The secret of the access key." },
    token: { type: "string", secret: true, description: "The session token of a temporary access key." },
    assumeRoles: {
        type: "array",
        items: { $ref: ROLE },
        description:
            "The roles to assume, one after the other.\n\nDefault: in components stack config `aws:assumeRoles`",
    },
};

/** What the provider is configured with: stack config `cloudwatch-logs-export:*`, or an explicit provider. */
export const CONFIG = {
    variables: VARIABLES,
    provider: {
        description:
            "Where exports run and as whom. Without any of its arguments, components follow stack config of the aws provider, and " +
            "everything follows the environment.",
        inputProperties: VARIABLES,
        properties: Object.fromEntries(Object.entries(VARIABLES).filter(([, { type }]) => type === "string")),
    },
    types: {
        [`${PACKAGE}:index:RoleToAssume`]: {
            type: "object",
            description: "A role to assume.",
            properties: {
                roleArn: { type: "string", description: "The ARN of the role." },
                externalId: { type: "string", secret: true, description: "The external ID that the role asks for." },
                sessionName: { type: "string", description: "The name of the session, as CloudTrail shows it." },
            },
            required: ["roleArn"],
        },
    },
};

export const LANGUAGES = {
    csharp: { respectSchemaVersion: true, namespaces: { [PACKAGE]: "CloudWatchLogsExport" } },
    go: {
        importBasePath: "example.com/pulumi-cloudwatch-logs-export/sdk/go/cloudwatchlogsexport",
        rootPackageName: "cloudwatchlogsexport",
        generateResourceContainerTypes: true,
        respectSchemaVersion: true,
    },
    java: { basePackage: "com.pulumi" },
    nodejs: { respectSchemaVersion: true },
    python: { respectSchemaVersion: true, pyproject: { enabled: true } },
};
