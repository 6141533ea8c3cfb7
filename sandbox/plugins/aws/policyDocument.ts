import { createHash } from "node:crypto";
import { isObject, type PropertyMap, type PropertyValue } from "../../engine/values";

/** `aws.iam.getPolicyDocument`: converts statements to an IAM policy in JSON. */
export function policyDocument(args: PropertyMap): PropertyMap {
    const unsupported = ["overrideJson", "overridePolicyDocuments", "sourceJson", "sourcePolicyDocuments"].filter(
        (key) => args[key] !== undefined,
    );
    if (unsupported.length > 0) {
        throw new Error(`The sandbox's stand-in for getPolicyDocument does not support ${unsupported.join(", ")}.`);
    }
    const statements = Array.isArray(args.statements) ? args.statements.filter(isObject) : [];
    const document = {
        Version: args.version ?? "2012-10-17",
        ...(args.policyId === undefined ? {} : { Id: args.policyId }),
        Statement: statements.map(statement),
    };
    const json = JSON.stringify(document, undefined, 2);
    const id = createHash("sha256").update(json).digest("hex").slice(0, 10);
    return { ...args, json, minifiedJson: JSON.stringify(document), id };
}

function statement(given: PropertyMap): Record<string, unknown> {
    const result: Record<string, unknown> = {
        ...(given.sid === undefined ? {} : { Sid: given.sid }),
        Effect: given.effect ?? "Allow",
    };
    const lists = { Action: "actions", NotAction: "notActions", Resource: "resources", NotResource: "notResources" };
    for (const [name, key] of Object.entries(lists)) {
        if (given[key] !== undefined) {
            result[name] = oneOrMany(given[key]);
        }
    }
    for (const [name, key] of Object.entries({ Principal: "principals", NotPrincipal: "notPrincipals" })) {
        if (Array.isArray(given[key])) {
            result[name] = principals(given[key].filter(isObject));
        }
    }
    if (Array.isArray(given.conditions)) {
        result.Condition = conditions(given.conditions.filter(isObject));
    }
    return result;
}

function principals(given: readonly PropertyMap[]): unknown {
    const all = given.find(({ type, identifiers }) => type === "*" && oneOrMany(identifiers) === "*");
    return all ? "*" : Object.fromEntries(given.map((one) => [String(one.type), oneOrMany(one.identifiers)]));
}

function conditions(given: readonly PropertyMap[]): Record<string, Record<string, PropertyValue>> {
    const result: Record<string, Record<string, PropertyValue>> = {};
    for (const { test, variable, values } of given) {
        (result[String(test)] ??= {})[String(variable)] = oneOrMany(values);
    }
    return result;
}

function oneOrMany(value: PropertyValue): PropertyValue {
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
