import * as logs from "@aws-sdk/client-cloudwatch-logs";
import { GetBucketPolicyCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import type { Package } from "../definition";
import { describe } from "./bucket";
import { dnsSuffixOf, partitionOf } from "../../aws/partition";
import { type AwsContext } from "./context";
import { unlessMissing } from "./sdkShapes";
import { findLogGroup } from "./logGroup";
import { policyDocument } from "./policyDocument";

/** aws:index/…, aws:s3/… and so on, by their tokens. */
export const functions: Package<AwsContext>["functions"] = {
    "aws:index/getCallerIdentity:getCallerIdentity": async (context) => {
        const { accountId, arn, userId } = await context.identity();
        return { accountId, arn, userId, id: accountId };
    },
    "aws:index/getRegion:getRegion": ({ region: own }, args) => {
        const region = String(args.region ?? args.name ?? own);
        const endpoint = `ec2.${region}.${dnsSuffixOf(region)}`;
        return Promise.resolve({ region, name: region, id: region, description: region, endpoint });
    },
    "aws:index/getPartition:getPartition": ({ region }) => {
        const dnsSuffix = dnsSuffixOf(region);
        const partition = partitionOf(region);
        const reverseDnsPrefix = dnsSuffix.split(".").reverse().join(".");
        return Promise.resolve({ partition, id: partition, dnsSuffix, reverseDnsPrefix });
    },
    "aws:s3/getBucket:getBucket": async (context, args) => {
        const bucket = String(args.bucket);
        const { BucketRegion } = await context.s3(args).send(new HeadBucketCommand({ Bucket: bucket }));
        const region = BucketRegion ?? context.regionFor(args);
        return { ...describe(bucket, region), bucket, id: bucket, websiteDomain: "", websiteEndpoint: "" };
    },
    "aws:s3/getBucketPolicy:getBucketPolicy": async (context, args) => {
        const bucket = String(args.bucket);
        const found = await unlessMissing(["NoSuchBucketPolicy", "NoSuchBucket"], () =>
            context.s3(args).send(new GetBucketPolicyCommand({ Bucket: bucket })),
        );
        if (!found) throw new Error(`reading S3 Bucket (${bucket}) Policy: couldn't find resource`);
        return { bucket, id: bucket, policy: found.Policy ?? "", region: context.regionFor(args) };
    },
    "aws:cloudwatch/getLogGroup:getLogGroup": async (context, args) => {
        const name = String(args.name);
        const group = await findLogGroup(context, name, args);
        if (!group) {
            throw new Error(`reading CloudWatch Logs Log Group (${name}): couldn't find resource`);
        }
        const arn = (group.arn ?? "").replace(/:\*$/, "");
        const { tags } = await context.logs(args).send(new logs.ListTagsForResourceCommand({ resourceArn: arn }));
        return {
            name,
            id: name,
            arn,
            tags: tags ?? {},
            creationTime: group.creationTime ?? 0,
            kmsKeyId: group.kmsKeyId ?? "",
            logGroupClass: group.logGroupClass ?? "STANDARD",
            retentionInDays: group.retentionInDays ?? 0,
            deletionProtectionEnabled: false,
            region: context.regionFor(args),
        };
    },
    "aws:cloudwatch/getLogGroups:getLogGroups": async (context, args) => {
        const region = context.regionFor(args);
        const [arns, logGroupNames]: [string[], string[]] = [[], []];
        const { logGroupNamePrefix } = args;
        const search: { logGroupNamePrefix: string } | undefined =
            typeof logGroupNamePrefix === "string" ? { logGroupNamePrefix } : undefined;
        for await (const page of logs.paginateDescribeLogGroups({ client: context.logs(args) }, search ?? {})) {
            for (const group of page.logGroups ?? []) {
                arns.push((group.arn ?? "").replace(/:\*$/, ""));
                logGroupNames.push(group.logGroupName ?? "");
            }
        }
        return { ...search, arns, logGroupNames, id: region, region };
    },
    "aws:iam/getPolicyDocument:getPolicyDocument": (_context, args) => Promise.resolve(policyDocument(args)),
};
