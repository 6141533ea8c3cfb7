import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";
import { type OpenAws } from "../../../sandbox/aws";
import { directHandler } from "../../faults/simulation/directHandler";
import { REGION } from "../../support/account";
import { optionsOf } from "./shell";

interface Sdk {
    readonly library: object;
    readonly Client: new (config: object) => { send(command: unknown): Promise<unknown> };
    /** How the API spells `--state-machine-arn`. */
    readonly spelling: "camel" | "pascal";
}

/** The services of the guides' commands. */
const SERVICES: Readonly<Record<string, Sdk>> = {
    dynamodb: { library: dynamodb, Client: dynamodb.DynamoDBClient as unknown as Sdk["Client"], spelling: "pascal" },
    stepfunctions: { library: sfn, Client: sfn.SFNClient as unknown as Sdk["Client"], spelling: "camel" },
};

const pascal = (name: string) => name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());

/**
 * Does what the AWS CLI does for a command: `aws SERVICE OPERATION --parameter value` is the API's call of that name, and the
 * sandbox refuses a parameter that the call does not have.
 */
export async function runAws(aws: OpenAws, [, service, operation, ...words]: readonly string[]): Promise<unknown> {
    const settings = {
        region: REGION,
        endpoint: "http://sandbox.invalid",
        credentials: { accessKeyId: "AKIASANDBOX", secretAccessKey: "sandbox" },
        requestHandler: directHandler((request) => aws.handle(request) as never),
        maxAttempts: 1,
    };
    const { options, rest } = optionsOf(words);
    if (service === "s3" && operation === "ls") {
        const [, Bucket, Prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(rest[0] ?? "") ?? [];
        if (options.length !== 1 || options[0][0] !== "recursive") throw new Error(`aws s3 ls ${words.join(" ")}`);
        const client = new s3.S3Client({ ...settings, forcePathStyle: true });
        const { Contents = [] } = await client.send(new s3.ListObjectsV2Command({ Bucket, Prefix }));
        return Contents.map(({ Key }) => Key);
    }
    const sdk = SERVICES[service];
    const Command = (sdk?.library as Record<string, new (input: object) => object>)?.[`${pascal(operation)}Command`];
    if (!Command || rest.length > 0)
        throw new Error(`No guide's command so far: aws ${service} ${operation} ${words.join(" ")}`);
    const input = options.map(([name, value]) => {
        const spelt = pascal(name);
        const parameter = sdk.spelling === "pascal" ? spelt : spelt[0].toLowerCase() + spelt.slice(1);
        return [parameter, typeof value === "string" && value.startsWith("{") ? (JSON.parse(value) as object) : value];
    });
    return new sdk.Client(settings).send(new Command(Object.fromEntries(input) as object));
}

/** The keys that `aws s3 sync s3://BUCKET/PREFIX FOLDER --exclude … --include …` copies, of a bucket's keys. */
export function synced([, , , source, , ...filters]: readonly string[], keys: readonly string[]): string[] {
    const prefix = source.replace(/^s3:\/\/[^/]+\//, "") + "/";
    const { options } = optionsOf(filters);
    return keys.filter((key) => {
        if (!key.startsWith(prefix)) return false;
        // The last filter that matches decides.
        const last = options.filter(([, pattern]) => wildcard(String(pattern)).test(key.slice(prefix.length))).at(-1);
        return last?.[0] !== "exclude";
    });
}

/** As Python's fnmatch: a star matches slashes, too. */
function wildcard(pattern: string): RegExp {
    return new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "s");
}
