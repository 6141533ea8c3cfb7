import type { Call } from "../http/call";
import { authorizeIdentity } from "../http/authorize";
import { AwsError, notEmulated } from "../http/errors";
import { findOperation, type Input, type Operation } from "../http/operations";
import { partitionOf } from "../partition";
import { many } from "../policy/document";
import { parsePolicy } from "../policy/parse";
import { record } from "../record";
import { type KmsKey } from "./key";
import { findKey } from "./keys";
import { DAY } from "../../durations";

/** The inputs of all operations. KMS uses the same parameter names everywhere. */
interface KmsInput {
    readonly KeyId?: string;
    readonly TargetKeyId?: string;
    readonly AliasName?: string;
    readonly Policy?: string;
    readonly PolicyName?: string;
    readonly Description?: string;
    readonly RotationPeriodInDays?: number;
    readonly PendingWindowInDays?: number;
    readonly KeySpec?: string;
    readonly KeyUsage?: string;
    readonly MultiRegion?: boolean;
    readonly Origin?: string;
    readonly Tags?: readonly { readonly TagKey: string; readonly TagValue: string }[];
    readonly TagKeys?: readonly string[];
}

const operations: Readonly<Record<string, Operation>> = {
    CreateKey: {
        parameters: ["Description", "Policy", "KeySpec", "KeyUsage", "MultiRegion", "Origin", "Tags"],
        run: createKey,
    },
    DescribeKey: {
        parameters: ["KeyId"],
        run: (call, input: KmsInput) => ({ KeyMetadata: metadata(keyOf(call, input.KeyId)) }),
    },
    GetKeyPolicy: {
        parameters: ["KeyId", "PolicyName"],
        run: (call, input: KmsInput) => ({ Policy: keyOf(call, input.KeyId).policy, PolicyName: "default" }),
    },
    PutKeyPolicy: {
        parameters: ["KeyId", "PolicyName", "Policy"],
        run: (call, input: KmsInput) => {
            const key = keyOf(call, input.KeyId);
            key.policy = checkedPolicy(input.Policy ?? "");
            return {};
        },
    },
    UpdateKeyDescription: {
        parameters: ["KeyId", "Description"],
        run: (call, input: KmsInput) => {
            keyOf(call, input.KeyId).description = input.Description ?? "";
            return {};
        },
    },
    EnableKeyRotation: {
        parameters: ["KeyId", "RotationPeriodInDays"],
        run: (call, input: KmsInput) => {
            keyOf(call, input.KeyId).rotationDays = input.RotationPeriodInDays ?? 365;
            return {};
        },
    },
    DisableKeyRotation: {
        parameters: ["KeyId"],
        run: (call, input: KmsInput) => {
            keyOf(call, input.KeyId).rotationDays = undefined;
            return {};
        },
    },
    GetKeyRotationStatus: {
        parameters: ["KeyId"],
        run: (call, input: KmsInput) => {
            const { rotationDays, arn } = keyOf(call, input.KeyId);
            return { KeyId: arn, KeyRotationEnabled: rotationDays !== undefined, RotationPeriodInDays: rotationDays };
        },
    },
    ScheduleKeyDeletion: {
        parameters: ["KeyId", "PendingWindowInDays"],
        run: (call, input: KmsInput) => {
            const key = keyOf(call, input.KeyId);
            if (key.state === "PendingDeletion") throw invalidState(key);
            key.state = "PendingDeletion";
            key.deletionTime = call.now + (input.PendingWindowInDays ?? 30) * DAY;
            return { KeyId: key.arn, DeletionDate: key.deletionTime / 1000, KeyState: key.state };
        },
    },
    CreateAlias: { parameters: ["AliasName", "TargetKeyId"], run: createAlias },
    UpdateAlias: {
        parameters: ["AliasName", "TargetKeyId"],
        run: (call, input: KmsInput) => {
            const name = aliasKey(call, input.AliasName ?? "");
            if (call.world.kmsAliases[name] === undefined) throw notFound(`Alias ${aliasArn(call, input.AliasName)}`);
            call.world.kmsAliases[name] = keyOf(call, input.TargetKeyId).arn;
            return {};
        },
    },
    DeleteAlias: {
        parameters: ["AliasName"],
        run: (call, input: KmsInput) => {
            const name = aliasKey(call, input.AliasName ?? "");
            if (call.world.kmsAliases[name] === undefined) throw notFound(`Alias ${aliasArn(call, input.AliasName)}`);
            delete call.world.kmsAliases[name];
            return {};
        },
    },
    ListAliases: { parameters: ["KeyId"], run: listAliases },
    TagResource: {
        parameters: ["KeyId", "Tags"],
        run: (call, input: KmsInput) => {
            const { tags } = keyOf(call, input.KeyId);
            for (const { TagKey, TagValue } of input.Tags ?? []) tags[TagKey] = TagValue;
            return {};
        },
    },
    UntagResource: {
        parameters: ["KeyId", "TagKeys"],
        run: (call, input: KmsInput) => {
            const { tags } = keyOf(call, input.KeyId);
            for (const name of input.TagKeys ?? []) delete tags[name];
            return {};
        },
    },
    ListResourceTags: {
        parameters: ["KeyId"],
        run: (call, input: KmsInput) => {
            const tags = Object.entries(keyOf(call, input.KeyId).tags);
            return { Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), Truncated: false };
        },
    },
};

export function runKms(call: Call, input: Input): object {
    const operation = findOperation("kms", operations, call, input);
    authorize(call, input);
    return operation.run(call, input as never);
}

/**
 * The resources that IAM checks: the key, for operations on an alias also the alias, and `*` for the account's operations.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
function authorize(call: Call, input: KmsInput): void {
    const action = `kms:${call.operation}`;
    const name = input.KeyId ?? input.TargetKeyId;
    if (input.AliasName !== undefined) authorizeIdentity(call, action, aliasArn(call, input.AliasName));
    if (call.operation === "ListAliases" || call.operation === "CreateKey") authorizeIdentity(call, action, "*");
    else if (name !== undefined) {
        const { caller } = call;
        const key = findKey(call.world, name, caller.accountId, call.region);
        if (key?.accountId === caller.accountId) authorizeIdentity(call, action, key.arn);
    }
}

function createKey(call: Call, input: KmsInput): object {
    const symmetric = (input.KeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
    if (!symmetric || (input.KeyUsage ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT") {
        throw notEmulated(`KMS keys of the spec ${input.KeySpec} for ${input.KeyUsage}`);
    }
    if (input.MultiRegion || (input.Origin ?? "AWS_KMS") !== "AWS_KMS") {
        throw notEmulated("KMS keys of several Regions or with imported material");
    }
    const keyId = call.uuid();
    const { accountId } = call.caller;
    const partition = partitionOf(call.region);
    const root = `arn:${partition}:iam::${accountId}:root`;
    const accountStatement = { Sid: "Enable IAM User Permissions", Effect: "Allow", Principal: { AWS: root } };
    const byDefault = JSON.stringify({
        Version: "2012-10-17",
        Id: "key-default-1",
        Statement: [{ ...accountStatement, Action: "kms:*", Resource: "*" }],
    });
    const key: KmsKey = {
        keyId,
        arn: `arn:${partition}:kms:${call.region}:${accountId}:key/${keyId}`,
        accountId,
        region: call.region,
        creationTime: call.now,
        description: input.Description ?? "",
        policy: input.Policy === undefined ? byDefault : checkedPolicy(input.Policy),
        state: "Enabled",
        tags: record(),
    };
    for (const { TagKey, TagValue } of input.Tags ?? []) key.tags[TagKey] = TagValue;
    call.world.kmsKeys[key.arn] = key;
    return { KeyMetadata: metadata(key) };
}

/** Like KMS's lockout safety check, refuses a key policy under which nobody can manage the key. */
function checkedPolicy(text: string): string {
    const parsed = parsePolicy(text);
    if ("problem" in parsed) {
        throw parsed.emulated
            ? new AwsError("MalformedPolicyDocumentException", parsed.problem)
            : notEmulated(parsed.problem);
    }
    const manageable = many(parsed.policy.Statement).some(
        ({ Effect, Principal, Action }) =>
            Effect === "Allow" &&
            typeof Principal === "object" &&
            Principal.AWS !== undefined &&
            many(Action).some((action) => ["kms:*", "kms:Put*", "kms:PutKeyPolicy", "*"].includes(action)),
    );
    if (!manageable) {
        throw new AwsError(
            "MalformedPolicyDocumentException",
            "The new key policy will not allow you to update the key policy in the future.",
        );
    }
    return text;
}

/** The caller's key. Keys past their deletion date do not exist. */
function keyOf(call: Call, name: string | undefined): KmsKey {
    const key = findKey(call.world, name ?? "", call.caller.accountId, call.region);
    if (!key || (key.deletionTime !== undefined && key.deletionTime <= call.now)) {
        const arn = `arn:${partitionOf(call.region)}:kms:${call.region}:${call.caller.accountId}`;
        throw notFound(name?.startsWith("alias/") ? `Alias ${arn}:${name}` : `Key '${arn}:key/${name}'`);
    }
    if (key.accountId !== call.caller.accountId) {
        throw new AwsError("AccessDeniedException", "The key belongs to another account.");
    }
    return key;
}

function notFound(what: string): AwsError {
    const verb = what.startsWith("Alias") ? "is not found." : "does not exist";
    return new AwsError("NotFoundException", `${what} ${verb}`);
}

function invalidState(key: KmsKey): AwsError {
    return new AwsError("KMSInvalidStateException", `${key.arn} is ${key.state.toLowerCase()}.`);
}

function metadata(key: KmsKey): object {
    return {
        AWSAccountId: key.accountId,
        KeyId: key.keyId,
        Arn: key.arn,
        CreationDate: key.creationTime / 1000,
        Enabled: key.state === "Enabled",
        Description: key.description,
        KeyUsage: "ENCRYPT_DECRYPT",
        KeyState: key.state,
        DeletionDate: key.deletionTime === undefined ? undefined : key.deletionTime / 1000,
        Origin: "AWS_KMS",
        KeyManager: "CUSTOMER",
        CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
        KeySpec: "SYMMETRIC_DEFAULT",
        EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
        MultiRegion: false,
    };
}

function aliasKey(call: Call, name: string): string {
    return `${call.caller.accountId}/${call.region}/${name}`;
}

function aliasArn(call: Call, name: string | undefined): string {
    return `arn:${partitionOf(call.region)}:kms:${call.region}:${call.caller.accountId}:${name}`;
}

function createAlias(call: Call, input: KmsInput): object {
    const name = input.AliasName ?? "";
    if (!/^alias\/[a-zA-Z0-9/_-]+$/.test(name) || name.startsWith("alias/aws/")) {
        throw new AwsError("InvalidAliasNameException", `${name} is not a valid alias name.`);
    }
    const key = keyOf(call, input.TargetKeyId);
    if (call.world.kmsAliases[aliasKey(call, name)] !== undefined) {
        throw new AwsError("AlreadyExistsException", `An alias with the name ${aliasArn(call, name)} already exists`);
    }
    call.world.kmsAliases[aliasKey(call, name)] = key.arn;
    return {};
}

function listAliases(call: Call, input: KmsInput): object {
    const prefix = aliasKey(call, "");
    const target = input.KeyId === undefined ? undefined : keyOf(call, input.KeyId).arn;
    const aliases = Object.entries(call.world.kmsAliases)
        .filter(([name, arn]) => name.startsWith(prefix) && (target === undefined || arn === target))
        .map(([name, arn]) => ({
            AliasName: name.slice(prefix.length),
            AliasArn: aliasArn(call, name.slice(prefix.length)),
            TargetKeyId: arn.split("/")[1],
        }));
    return { Aliases: aliases, Truncated: false };
}
