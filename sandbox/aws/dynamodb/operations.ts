import type { Call } from "../http/call";
import { runOperation, type Input, type Operation } from "../http/operations";
import * as items from "./items";
import * as tables from "./tables";

const resource: Operation["resource"] = (call, input) => {
    const name = input.TableName ?? input.ResourceArn;
    return typeof name === "string" && name.startsWith("arn:") ? name : tables.tableArn(call, name);
};

const named = ["TableName"];

export const operations: Readonly<Record<string, Operation>> = {
    GetItem: { parameters: ["TableName", "Key", "ConsistentRead"], resource, run: items.getItem },
    PutItem: {
        parameters: [
            "TableName",
            "Item",
            "ConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValues",
        ],
        resource,
        run: items.putItem,
    },
    Scan: { parameters: ["TableName", "ProjectionExpression", "ConsistentRead"], resource, run: items.scan },
    CreateTable: {
        parameters: [
            ...named,
            "AttributeDefinitions",
            "KeySchema",
            "BillingMode",
            "DeletionProtectionEnabled",
            "SSESpecification",
            "Tags",
        ],
        resource,
        run: tables.createTable,
    },
    UpdateTable: {
        parameters: [...named, "DeletionProtectionEnabled", "SSESpecification"],
        resource,
        run: tables.updateTable,
    },
    DescribeTable: { parameters: named, resource, run: tables.describeTable },
    DeleteTable: { parameters: named, resource, run: tables.deleteTable },
    UpdateContinuousBackups: {
        parameters: [...named, "PointInTimeRecoverySpecification"],
        resource,
        run: tables.updateContinuousBackups,
    },
    DescribeContinuousBackups: { parameters: named, resource, run: tables.describeContinuousBackups },
    TagResource: { parameters: ["ResourceArn", "Tags"], resource, run: tables.tagResource },
    UntagResource: { parameters: ["ResourceArn", "TagKeys"], resource, run: tables.untagResource },
};

export function runDynamoDb(call: Call, input: Input): object {
    return runOperation("dynamodb", operations, call, input);
}
