import type { Call } from "../http/call";
import { AwsError } from "../http/errors";
import { runOperation, type Input, type Operation } from "../http/operations";

interface PutMetricDataInput {
    readonly Namespace: string;
    readonly MetricData: readonly {
        readonly MetricName: string;
        readonly Value: number;
        readonly Unit?: string;
        readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    }[];
}

export const operations: Readonly<Record<string, Operation>> = {
    PutMetricData: {
        parameters: ["Namespace", "MetricData"],
        // It has no resource-level permissions: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
        resource: () => "*",
        context: ({ Namespace }) => ({ "cloudwatch:namespace": [String(Namespace)] }),
        run: putMetricData,
    },
};

export function runCloudWatch(call: Call, input: Input): object {
    return runOperation("cloudwatch", operations, call, input);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
function putMetricData({ world, now }: Call, { Namespace, MetricData }: PutMetricDataInput): object {
    if (Namespace.startsWith("AWS/")) {
        throw new AwsError("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.");
    }
    if (MetricData.length > 1000) {
        throw new AwsError(
            "InvalidParameterValue",
            "The collection MetricData must not have a size greater than 1000.",
        );
    }
    for (const { MetricName, Value, Unit = "None", Dimensions = [] } of MetricData) {
        if (!Number.isFinite(Value)) throw new AwsError("InvalidParameterValue", `${MetricName} has no value.`);
        world.metrics.push({
            at: now,
            namespace: Namespace,
            name: MetricName,
            dimensions: Object.fromEntries(Dimensions.map((one) => [one.Name, one.Value])),
            unit: Unit,
            value: Value,
        });
    }
    return {};
}
