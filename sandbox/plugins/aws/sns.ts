import type { SNSClient } from "@aws-sdk/client-sns";
import type { PropertyMap } from "../../engine/values";
import type { AwsContext } from "./context";

// Shared by the resources of SNS.
export const sdk = () => import("@aws-sdk/client-sns");
export const clientOf = (context: AwsContext, inputs: PropertyMap): Promise<SNSClient> =>
    context.client("sns", inputs, async () => (await sdk()).SNSClient as new (settings: object) => SNSClient);
export const missing = ["NotFoundException", "NotFound"];
