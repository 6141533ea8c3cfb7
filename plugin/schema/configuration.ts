import { type HONOURED_KEYS } from "../../providers/aws/configuration";
import { PACKAGE } from "./objectTypes";
import { type PropertySpec } from "./saidOtherwise";

type Key = (typeof HONOURED_KEYS)[number];

/** Keys that the schema leaves out: older names of others, and what is refused because only the environment can say it. */
type LeftOut = "assumeRole" | "sharedCredentialsFile" | "ec2MetadataServiceEndpoint" | "ec2MetadataServiceEndpointMode";

const typeRef = (name: string) => ({ $ref: `#/types/${PACKAGE}:index:${name}` });
const text = (description: string) => ({ type: "string", description });
const secret = (description: string) => ({ type: "string", secret: true, description });
const flag = (description: string) => ({ type: "boolean", description });
const texts = (description: string) => ({ type: "array", items: { type: "string" }, description });

/** Every key by which exports find Region, credentials and network, in the words and types of the aws provider. */
const DESCRIBED: Readonly<Record<Exclude<Key, LeftOut>, PropertySpec>> = {
    region: text(
        "The Region of log groups and buckets.\n\nDefault: in components stack config `aws:region`, then the environment",
    ),
    profile: text(
        "The profile of the AWS configuration files whose credentials are used.\n\nDefault: in components stack config " +
            "`aws:profile`, then the environment",
    ),
    accessKey: secret("The ID of an access key, with `secretKey`."),
    secretKey: secret("The secret of the access key."),
    token: secret("The session token of a temporary access key."),
    assumeRoles: {
        type: "array",
        items: typeRef("RoleToAssume"),
        description:
            "The roles to assume, one after the other.\n\nDefault: in components stack config `aws:assumeRoles`",
    },
    assumeRoleWithWebIdentity: {
        ...typeRef("WebIdentityRole"),
        description: "The role to assume with the token of an identity provider, as CI systems hand out.",
    },
    allowedAccountIds: texts(
        "The accounts in which exports may run; in any other they are refused before anything is changed.",
    ),
    forbiddenAccountIds: texts("The accounts in which exports are refused."),
    sharedConfigFiles: texts("The path of the AWS configuration file, one.\n\nDefault: `~/.aws/config`"),
    sharedCredentialsFiles: texts("The path of the AWS credentials file, one.\n\nDefault: `~/.aws/credentials`"),
    skipMetadataApiCheck: flag("Whether credentials of the EC2 instance are not used.\n\nDefault: false"),
    endpoints: {
        type: "array",
        items: typeRef("ServiceEndpoints"),
        description: "URLs of services, for example of VPC endpoints.",
    },
    stsRegion: text("The Region whose STS is called.\n\nDefault: `region`"),
    useDualstackEndpoint: flag("Whether endpoints are called that have IPv6, too.\n\nDefault: false"),
    useFipsEndpoint: flag("Whether FIPS endpoints are called.\n\nDefault: false"),
    s3UsEast1RegionalEndpoint: text("How S3 in us-east-1 is called: `regional` or `legacy`.\n\nDefault: `regional`"),
    s3UsePathStyle: flag("Whether the bucket stands in the path of a URL instead of the host.\n\nDefault: false"),
    maxRetries: {
        type: "integer",
        description:
            "How many attempts the AWS SDK makes of a call. `retryTimeoutSeconds` of an export rides out longer outages.\n\nDefault: 8",
    },
    retryMode: text("How the AWS SDK tries again: `standard` or `adaptive`.\n\nDefault: `adaptive`"),
    httpProxy: text("The proxy of HTTP requests, `http://host:port`.\n\nDefault: `HTTP_PROXY`"),
    httpsProxy: text(
        "The proxy of HTTPS requests, `http://host:port` or `https://host:port`.\n\nDefault: `HTTPS_PROXY`",
    ),
    noProxy: text("Hosts that are called without a proxy, separated by commas.\n\nDefault: `NO_PROXY`"),
    customCaBundle: text(
        "The file of the certificates that are trusted in place of those of Node.js.\n\nDefault: `AWS_CA_BUNDLE`",
    ),
    insecure: flag("Whether certificates are not checked.\n\nDefault: false"),
    userAgents: texts("Products and versions that the User-Agent of each call names, for example `audit/1.2`."),
};

const ROLE = {
    roleArn: text("The ARN of the role."),
    sessionName: text("The name of the session, as CloudTrail shows it."),
    duration: text("How long the session lasts, from `15m` to `12h`."),
    policy: text("A policy in JSON that narrows what the session may do."),
    policyArns: texts("The ARNs of managed policies that do the same."),
};

const object = (description: string, properties: object, required: readonly string[] = []) => ({
    type: "object",
    description,
    properties,
    ...(required.length > 0 && { required }),
});

const TYPES = {
    RoleToAssume: object(
        "A role to assume.",
        {
            ...ROLE,
            externalId: secret("The external ID that the role asks for."),
            sourceIdentity: text("The source identity of the session, which CloudTrail shows."),
            tags: { type: "object", additionalProperties: { type: "string" }, description: "Tags of the session." },
            transitiveTagKeys: texts("The keys of the tags that sessions of later roles keep."),
        },
        ["roleArn"],
    ),
    WebIdentityRole: object(
        "A role to assume with the token of an identity provider. One of `webIdentityToken` and `webIdentityTokenFile` is needed.",
        {
            ...ROLE,
            webIdentityToken: secret("The token."),
            webIdentityTokenFile: text("The file in which the token is, read anew for each session."),
        },
        ["roleArn"],
    ),
    ServiceEndpoints: object("The URLs of the services that exports call.", {
        kms: text("The URL of AWS KMS."),
        logs: text("The URL of CloudWatch Logs."),
        s3: text("The URL of Amazon S3."),
        sts: text("The URL of AWS STS."),
    }),
};

/** What the provider is configured with: stack config `cloudwatch-logs-export:*`, or an explicit provider. */
export const CONFIG = {
    variables: DESCRIBED,
    provider: {
        description:
            "Where exports run and as whom. Without any of its arguments, components follow stack config of the aws provider, and " +
            "everything follows the environment.",
        inputProperties: DESCRIBED,
        // Pulumi's SDKs have no other properties of a provider.
        properties: Object.fromEntries(Object.entries(DESCRIBED).filter(([, { type }]) => type === "string")),
    },
    types: Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [`${PACKAGE}:index:${name}`, type])),
};
