import type { PropertyMap } from "../../engine/values";
import type { ResourceType } from "../definition";
import type { AwsContext } from "./context";

/** A resource of a service that is not emulated. Its inputs are checked and stored in the state, and no service is called. */
function recorded(
    service: string,
    inputs: readonly string[],
    resource: (name: string) => string,
    more: Partial<ResourceType<AwsContext>> = {},
): ResourceType<AwsContext> {
    return {
        inputs: ["name", "region", ...inputs],
        replaceOn: ["name", "region"],
        computed: ["arn", "region"],
        autoName: { property: "name" },
        async create(context, given) {
            const region = context.regionFor(given);
            const { accountId } = await context.identity();
            const arn = `arn:${context.partition}:${service}:${region}:${accountId}:${resource(String(given.name))}`;
            return { id: String(given.name), outputs: { arn, region } };
        },
        read: (_context, _id, state: PropertyMap) => Promise.resolve(state),
        update: () => Promise.resolve({}),
        delete: () => Promise.resolve(),
        ...more,
    };
}

// This package always names databases and tables of the Glue Data Catalog, so they need no automatic name.
export const catalogDatabase = recorded("glue", ["description"], (name) => `database/${name}`, { autoName: undefined });

export const catalogTable = recorded(
    "glue",
    [
        "databaseName",
        "description",
        "parameters",
        "partitionKeys",
        "storageDescriptor",
        "tableType",
        "viewExpandedText",
        "viewOriginalText",
    ],
    (name) => `table/${name}`,
    { autoName: undefined, required: ["databaseName"], replaceOn: ["name", "databaseName", "region"] },
);

export const namedQuery = recorded(
    "athena",
    ["database", "description", "query", "workgroup"],
    (name) => `namedquery/${name}`,
    {
        computed: ["region"],
        required: ["database", "query"],
        replaceOn: ["name", "database", "description", "query", "workgroup", "region"],
        update: undefined,
    },
);

export const queue = recorded("sqs", ["messageRetentionSeconds", "sqsManagedSseEnabled", "tags"], (name) => name);

export const dashboard = recorded("cloudwatch", ["dashboardBody", "dashboardName"], (name) => `dashboard/${name}`);

export const metricAlarm = recorded(
    "cloudwatch",
    [
        "alarmActions",
        "alarmDescription",
        "comparisonOperator",
        "dimensions",
        "evaluationPeriods",
        "metricName",
        "metricQueries",
        "namespace",
        "period",
        "statistic",
        "threshold",
        "treatMissingData",
    ],
    (name) => `alarm:${name}`,
);
