import { isDeepStrictEqual } from "node:util";
import { type PolicyDocument, type PolicyStatement } from "../../providers/policies/statement";

/** A statement that somebody else wrote: any element of IAM's policy language. */
export type ForeignStatement = Readonly<Record<string, unknown>>;

/** The policy of an existing bucket as it is before this package writes it. */
export interface ExistingPolicy {
    /** The statements that this package did not write, in their order. */
    readonly kept: readonly ForeignStatement[];
    /** The Sids of kept statements that this package needs for its own. */
    readonly conflicts: readonly string[];
    /** Whether it has statements of this package. */
    readonly hasOwn: boolean;
    /** The elements beside the statements: they change what the kept statements mean. */
    readonly head: Readonly<Record<string, unknown>>;
}

/** A bucket without a policy. */
const NO_POLICY: ExistingPolicy = { kept: [], conflicts: [], hasOwn: false, head: {} };

/** What IAM assumes without a Version; policy variables are plain text in it. */
const DEFAULT_VERSION = "2008-10-17";

interface OwnShape extends Readonly<Pick<PolicyStatement, "Effect" | "Action">> {
    readonly keys: readonly string[];
    /** Whom this package's statement is about. */
    readonly isAbout: (principal: unknown) => boolean;
}

const SOURCE_KEYS = ["aws:SourceAccount", "aws:SourceOrgID", "aws:SourceArn"];
const ACL_KEY = "s3:x-amz-acl";

const service = (principal: unknown) => {
    const { Service, ...others } = (principal ?? {}) as { readonly Service?: unknown };
    return typeof Service === "string" && Service.startsWith("logs.") && Object.keys(others).length === 0;
};
const callers = (principal: unknown) => {
    const { AWS, ...others } = (principal ?? {}) as { readonly AWS?: unknown };
    return AWS !== undefined && Object.keys(others).length === 0;
};
const everybody = (principal: unknown) => principal === "*" || isDeepStrictEqual(principal, { AWS: "*" });

/** The statements of this package by Sid, with the condition keys that a grant can give each. */
const OWN: Readonly<Record<string, OwnShape>> = {
    CloudWatchLogsGetBucketAcl: { Effect: "Allow", Action: "s3:GetBucketAcl", keys: SOURCE_KEYS, isAbout: service },
    CloudWatchLogsPutObject: {
        Effect: "Allow",
        Action: "s3:PutObject",
        keys: [...SOURCE_KEYS, ACL_KEY],
        isAbout: service,
    },
    ExportCallersPutObject: { Effect: "Allow", Action: "s3:PutObject", keys: [ACL_KEY], isAbout: callers },
    ExportCallersListBucket: { Effect: "Allow", Action: "s3:ListBucket", keys: ["s3:prefix"], isAbout: callers },
    ExportCallersManifests: {
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:GetObject"],
        keys: [],
        isAbout: callers,
    },
    DenyInsecureTransport: { Effect: "Deny", Action: "s3:*", keys: ["aws:SecureTransport"], isAbout: everybody },
};

/**
 * Divides the policy of a bucket into statements of this package and of others. A statement is this package's by its Sid, if it
 * also does what the one of that Sid does; a grant may have changed since, so its source, callers and prefixes do not matter. A
 * Deny is no grant: it is this package's only as a whole.
 * @param document the policy as an object or as text; undefined for none.
 */
export function existingPolicy(document: unknown): ExistingPolicy {
    const policy = (typeof document === "string" && document !== "" ? JSON.parse(document) : document) as
        Record<string, unknown> | undefined;
    if (policy === undefined || policy === null || typeof policy !== "object") return NO_POLICY;
    const { Statement = [], ...head } = policy;
    const statements = (Array.isArray(Statement) ? Statement : [Statement]) as ForeignStatement[];
    const kept = statements.filter((statement) => !isOwn(statement));
    return {
        kept,
        conflicts: kept.map(sidOf).filter((sid) => Object.hasOwn(OWN, sid)),
        hasOwn: kept.length < statements.length,
        head,
    };
}

/** The kept statements, then this package's. */
export function mergePolicies({ kept, head }: ExistingPolicy, own: PolicyDocument): PolicyDocument {
    if (kept.length === 0) return own;
    const merged = { Version: DEFAULT_VERSION, ...head, Statement: [...kept, ...own.Statement] };
    return merged as unknown as PolicyDocument;
}

/** The bytes of a merged policy that the kept statements take. */
export function bytesKept(existing: ExistingPolicy, own: PolicyDocument): number {
    const bytesOf = (document: PolicyDocument) => Buffer.byteLength(JSON.stringify(document));
    return bytesOf(mergePolicies(existing, own)) - bytesOf(own);
}

/** What a message calls the kept statements. */
export function keptNames({ kept }: ExistingPolicy): string[] {
    return kept.map((statement, index) => sidOf(statement) || `number ${index + 1} (without a Sid)`);
}

const sidOf = ({ Sid }: ForeignStatement) => (typeof Sid === "string" ? Sid : "");

function isOwn(statement: ForeignStatement): boolean {
    const sid = sidOf(statement);
    if (!Object.hasOwn(OWN, sid)) return false;
    const { Effect, Action, keys, isAbout } = OWN[sid];
    const elements = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
    return (
        statement.Effect === Effect &&
        sorted(statement.Action).join() === sorted(Action).join() &&
        Object.keys(statement).every((element) => elements.includes(element)) &&
        conditionKeys(statement.Condition).every((key) => keys.includes(key)) &&
        isAbout(statement.Principal) &&
        (Effect === "Allow" || deniesInsecureTransport(statement))
    );
}

/** Whether it refuses the whole bucket and all of its objects without TLS. */
function deniesInsecureTransport({ Resource, Condition }: ForeignStatement): boolean {
    const resources = sorted(Resource);
    return (
        resources.length === 2 &&
        resources[1] === `${resources[0]}/*` &&
        isDeepStrictEqual(Condition, { Bool: { "aws:SecureTransport": "false" } })
    );
}

const sorted = (value: unknown) => [value].flat().map(String).sort();

const conditionKeys = (condition: unknown) =>
    Object.values((condition ?? {}) as Record<string, object>).flatMap((keys) => Object.keys(keys));
