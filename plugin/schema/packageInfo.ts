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

/** Where the package is, as far as package.json says it: `"repository": "github:owner/name"`. */
export function whereabouts(repository: string | undefined): { readonly meta: object; readonly goModule: string } {
    const [, path] = /^github:([\w.-]+\/[\w.-]+)$/.exec(repository ?? "") ?? [];
    if (path === undefined && repository !== undefined)
        throw new Error(`package.json: repository is ${JSON.stringify(repository)}, but must be "github:owner/name".`);
    const page = `https://github.com/${path}`;
    const logoUrl = `https://raw.githubusercontent.com/${path}/main/docs/logo.svg`;
    return {
        meta: path === undefined ? {} : { homepage: page, repository: page, logoUrl },
        goModule: `${path === undefined ? `example.com/pulumi-${PACKAGE}` : `github.com/${path}`}/sdk/go/cloudwatchlogsexport`,
    };
}

export const languages = (goModule: string) => ({
    csharp: { respectSchemaVersion: true, namespaces: { [PACKAGE]: "CloudWatchLogsExport" } },
    go: {
        importBasePath: goModule,
        rootPackageName: "cloudwatchlogsexport",
        generateResourceContainerTypes: true,
        respectSchemaVersion: true,
    },
    java: { basePackage: "com.pulumi" },
    nodejs: { respectSchemaVersion: true },
    python: { respectSchemaVersion: true, pyproject: { enabled: true } },
});
