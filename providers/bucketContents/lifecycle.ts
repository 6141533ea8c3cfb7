import type { dynamic } from "@pulumi/pulumi";
import { type Access, accessOf } from "../aws/access";
import { awsConfig, configOf } from "../aws/configuration";
import { type Aws } from "../aws/clients";
import { adviceOnRemoval, explained } from "../aws/denial";
import { nameOf, said } from "../aws/errors";
import { loadClients } from "../aws/loadClients";
import { patientAws } from "../aws/patience";
import { realClock } from "../clock";
import { chooseDisplayMode } from "../exportTask/progress/displayMode";
import { linesOf, type Progress, progressFor } from "../exportTask/progress/progress";
import { type Report } from "../exportTask/progress/report";
import { handlerOf } from "../handler";
import { isOfOtherHost } from "../host";

/** What is in the state. */
export interface BucketContentsInputs {
    readonly bucket: string;
    readonly region: string;
    readonly profile?: string;
    /** The role that empties the bucket. */
    readonly assumeRoleArn?: string;
    /** Stack config of the aws provider, which only the plugin hands down; see aws/configuration.ts. */
    readonly awsConfig?: string;
    /** Whether the bucket is emptied before it is deleted; with "retain" nothing is ever removed. */
    readonly removalPolicy: "retain" | "delete";
}

/** What is recorded: the account too, so that nothing is ever emptied as somebody else. */
type RecordedContents = BucketContentsInputs & { readonly account?: string };

const PROPERTIES = ["bucket", "region", "profile", "assumeRoleArn", "awsConfig", "removalPolicy"] as const;

/** How long an outage is ridden out before a destroy gives up. */
const OUTAGE_MS = 600_000;

/**
 * What the engine calls for the contents of a bucket.
 */
export function lifecycle(
    config: Pick<dynamic.Config, "get">,
    open: (access: Access) => Aws = (access) => loadClients().connect(access, realClock),
    report: (report: Report) => void = reportToEngine(),
) {
    const readConfig = awsConfig((key) => config.get(key));
    const awsFor = (props: BucketContentsInputs): Aws =>
        patientAws(open(accessOf(props, configOf(props, readConfig))), {
            clock: realClock,
            limitMs: OUTAGE_MS,
            onFailure: () => undefined,
        });

    /** Only who may delete is asked who it is: a bucket that is retained is never touched. */
    const record = async (inputs: BucketContentsInputs): Promise<RecordedContents> => {
        if (inputs.removalPolicy !== "delete") return inputs;
        try {
            const { account } = await awsFor(inputs).caller();
            return { ...inputs, account };
        } catch (error) {
            const what = `The account from which bucket ${inputs.bucket} is to be emptied could not be looked up`;
            throw new Error(`${what}: ${explained(error)}`, { cause: error });
        }
    };

    return {
        check: (_olds: unknown, news: BucketContentsInputs) => Promise.resolve({ inputs: news, failures: [] }),

        diff(_id: string, olds: RecordedContents, news: BucketContentsInputs) {
            const changed = PROPERTIES.filter((name) => olds[name] !== news[name]);
            return Promise.resolve({
                changes: changed.length > 0 || isOfOtherHost({ ...olds }, { ...news }),
                replaces: changed.includes("bucket") ? ["bucket"] : [],
            });
        },

        create: async (inputs: BucketContentsInputs) => ({ id: inputs.bucket, outs: await record(inputs) }),
        read: (id: string, props: RecordedContents) => Promise.resolve({ id, props }),

        async update(_id: string, olds: RecordedContents, news: BucketContentsInputs) {
            const outs = await record(news);
            if (olds.account !== undefined && outs.account !== undefined && olds.account !== outs.account) {
                throw wrongAccount(news.bucket, olds.account, outs.account);
            }
            return { outs };
        },

        async delete(_id: string, props: RecordedContents) {
            if (props.removalPolicy !== "delete") return;
            try {
                const aws = awsFor(props);
                const { account } = await aws.caller();
                if (props.account !== undefined && account !== props.account) {
                    throw wrongAccount(props.bucket, props.account, account);
                }
                const began = realClock.now();
                let removed = 0;
                await aws.s3.empty(props.bucket, (count) => {
                    removed += count;
                    report({ phase: "emptying", elapsedMs: realClock.now() - began, bucket: props.bucket, removed });
                });
            } catch (error) {
                if (nameOf(error) === "NoSuchBucket") return;
                throw explainFailure(error, props.bucket);
            }
        },
    };
}

/** Pulumi does not tell a dynamic provider which resource it deletes: the lines are the stack's. */
function reportToEngine(): (report: Report) => void {
    let progress: Progress | undefined;
    return (report) => (progress ??= progressFor(linesOf(""), chooseDisplayMode(), realClock)).report(report);
}

function wrongAccount(bucket: string, recorded: string, account: string): Error {
    return new Error(
        `The bucket ${bucket} was declared with credentials of account ${recorded}, but these are of account ${account}. Use ` +
            `credentials of account ${recorded} (profile, assumeRoleArn, stack config or environment).`,
    );
}

const NEEDED = "s3:ListBucketVersions, s3:DeleteObject and s3:DeleteObjectVersion";

function explainFailure(error: unknown, bucket: string): Error {
    const advice = adviceOnRemoval(error, NEEDED) ?? "Run `pulumi destroy` again.";
    return new Error(`Could not empty the bucket ${bucket}: ${said(error)}. ${advice}`, { cause: error });
}

/**
 * The provider in users' states finds it under the frozen name `pulumi-cloudwatch-logs-export/bucketContents` and as `handler`,
 * the name that Pulumi calls.
 */
export const handler = handlerOf(lifecycle);
