import { DefinitionError } from "./errors";

/** A Task's Resource: which service, which action, and by which of the two kinds of integration. */
export interface Resource {
    readonly kind: "aws-sdk" | "optimized";
    readonly service: string;
    /** In camel case, as in the ARN. */
    readonly action: string;
    /** As in histories: `aws-sdk:s3`, or `dynamodb`. */
    readonly type: string;
}

/** Calls that wait for a job's end or for a token are not emulated. */
export function parseResource(arn: string): Resource {
    const [, sdk, service, action] = /^arn:aws[\w-]*:states:::(aws-sdk:)?([a-z0-9]+):([a-zA-Z0-9]+)$/.exec(arn) ?? [];
    if (action === undefined) {
        throw new DefinitionError("Resource", `${arn} is not an emulated integration`);
    }
    return { kind: sdk ? "aws-sdk" : "optimized", service, action, type: `${sdk ?? ""}${service}` };
}
