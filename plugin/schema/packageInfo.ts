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
