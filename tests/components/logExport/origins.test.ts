import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport, ScheduledLogExport } from "../../../index";
import { type LogGroupResource, type LogGroups } from "../../../components/logGroups/logGroups";
import { noteSelection } from "../../../components/logGroups/selectedIn";
import { type MockOptions, withRejections } from "../../support/mocks";
import { BASE, OCTOBER, Stage } from "./stage";

const ACCOUNT = "123456789012";
const arn = (region: string, account = ACCOUNT) => `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/payments:*`;
const HERE = { config: { "aws:region": "eu-central-1" } };
const NIGHTLY = { from: OCTOBER.from, schedule: "cron(0 3 * * ? *)" };

class Group extends pulumi.ComponentResource {
    readonly name = pulumi.output("/aws/lambda/payments");
    readonly arn: pulumi.Output<string>;
    readonly region: pulumi.Output<string | undefined>;
    constructor(at: { arn?: string; region?: string }) {
        super("aws:cloudwatch/logGroup:LogGroup", "payments");
        this.arn = pulumi.output(at.arn as string);
        this.region = pulumi.output(at.region);
    }
}

/** The ways in which a program can name a log group. */
const FORMS: Readonly<Record<string, (region: string, account?: string) => LogGroups>> = {
    "an ARN": (region, account) => [arn(region, account)],
    "an ARN that is known later": (region, account) => ({ pay: pulumi.output(arn(region, account)) }),
    "a selection": (region, account) => {
        const names = ["/aws/lambda/payments"];
        noteSelection(names, { region, account });
        return names;
    },
    "a resource": (region, account) => [new Group({ arn: arn(region, account) }) as LogGroupResource],
};

describe("a log group of another Region or account than its export", () => {
    const stage = new Stage();

    /** The program's error, if any, after all its declarations are registered. */
    async function failureOf(declare: () => unknown, options: MockOptions = HERE): Promise<string> {
        await stage.begin(options);
        let thrown: unknown;
        const rejections = await withRejections(async () => {
            try {
                declare();
            } catch (error) {
                thrown = error;
            }
            await stage.program.settle().catch((error: unknown) => (thrown ??= error));
        });
        return [thrown, ...rejections].map((error) => (error === undefined ? "" : String(error))).join("\n");
    }
    const logExport = (logGroups: LogGroups, more: object = { bucket: undefined }) =>
        new LogExport("audit", { ...BASE, logGroups, ...more });
    const scheduled = (logGroups: LogGroups) => new ScheduledLogExport("audit", { ...NIGHTLY, logGroups });
    const manifests = () => stage.program.ofType("BucketObjectv2").filter(({ name }) => /manifest-/.test(name));

    for (const [form, groups] of Object.entries(FORMS)) {
        describe(`given as ${form}`, () => {
            it("is refused by a LogExport, which names both Regions", async () => {
                const said = await failureOf(() => logExport(groups("us-west-2")));
                assert.match(said, /must be in eu-central-1, the Region of its export. Its Region is us-west-2/);
                assert.deepEqual(stage.names(), []);
            });

            it("is refused by a LogExport, which names both accounts", async () => {
                const said = await failureOf(() => logExport(groups("eu-central-1", "999999999999")));
                assert.match(said, /must be in account 123456789012, that of its export. Its account is 999999999999/);
                assert.deepEqual(stage.names(), []);
            });

            it("is refused by a ScheduledLogExport", async () => {
                const region = await failureOf(() => scheduled(groups("us-west-2")));
                assert.match(region, /ScheduledLogExport.*must be in eu-central-1.*Its Region is us-west-2/);
                assert.deepEqual(manifests(), []);
                const account = await failureOf(() => scheduled(groups("eu-central-1", "999999999999")));
                assert.match(account, /must be in account 123456789012.*Its account is 999999999999/);
                assert.deepEqual(manifests(), []);
            });

            it("is exported if both agree", async () => {
                assert.equal(await failureOf(() => logExport(groups("eu-central-1"))), "");
                assert.equal(stage.tasks()[0].inputs.logGroupName, "/aws/lambda/payments");
                assert.equal(await failureOf(() => scheduled(groups("eu-central-1"))), "");
                assert.equal(manifests().length, 1);
            });

            it("is exported in the Region of an explicit provider, and refused in another", async () => {
                const providedIn = (region: aws.Region) => () => {
                    const provider = new aws.Provider("far", { region });
                    new LogExport("audit", { ...BASE, logGroups: groups("us-west-2") }, { provider });
                };
                assert.equal(await failureOf(providedIn("us-west-2")), "");
                assert.equal(stage.tasks().length, 1);
                assert.match(await failureOf(providedIn("eu-west-1")), /must be in eu-west-1.*Its Region is us-west-2/);
                assert.deepEqual(stage.names(), []);
            });

            it("goes to a bucket of several accounts only with the credentials of its own", async () => {
                const bucket = { sourceAccounts: ["222222222222", ACCOUNT] };
                assert.equal(await failureOf(() => logExport(groups("eu-central-1", ACCOUNT), { bucket })), "");
                assert.deepEqual(stage.tasks()[0].inputs.accounts, [ACCOUNT], "the provider compares the caller");
                assert.equal(await failureOf(() => logExport(groups("eu-central-1", ACCOUNT), {})), "");
                assert.deepEqual(stage.tasks()[0].inputs.accounts, [ACCOUNT], "for an unmanaged policy too");
            });
        });
    }

    it("is refused without a name, as of an output that another stack does not have", async () => {
        const output = pulumi.output({} as unknown as string); // the mocks' stand-in would take the place of undefined
        const said = await failureOf(() => logExport({ pay: output }));
        assert.match(said, /logGroups\.pay is \{\}, but must be a log group's name or ARN\. Its Output has no name/);
        assert.deepEqual(stage.names(), []);
    });

    it("is refused once for a whole selection", async () => {
        const names = ["/aws/lambda/payments", "/aws/lambda/checkout"];
        noteSelection(names, { region: "us-west-2" });
        for (const declare of [() => logExport(names), () => scheduled(names)]) {
            const said = await failureOf(declare);
            assert.match(
                said,
                /logGroups is \["\/aws\/lambda\/payments","\/aws\/lambda\/checkout"\], but must be in eu-central-1/,
            );
            assert.equal(said.split("Its Region is us-west-2").length, 2);
        }
    });

    it("is refused before a bucket is created, if the Region is known by then", async () => {
        await failureOf(() => logExport([arn("us-west-2")]));
        assert.deepEqual(stage.program.ofType("Bucket"), []);
    });

    it("is refused in a preview, in which a new resource's ARN is not known but its Region is", async () => {
        const preview = { ...HERE, preview: true };
        const said = await failureOf(
            () => logExport([new Group({ region: "us-west-2" }) as LogGroupResource]),
            preview,
        );
        assert.match(said, /must be in eu-central-1.*Its Region is us-west-2/);
    });

    it("is refused as the ARN of a log stream, if known later", async () => {
        const stream = arn("eu-central-1").replace("*", "log-stream:x");
        const said = await failureOf(() => logExport({ pay: pulumi.output(stream) }));
        assert.match(said, /must be the ARN of a log group, not of a log stream/);
        const secret = await failureOf(() => logExport({ pay: pulumi.secret(stream) }));
        assert.match(secret, /logGroups\.pay is "\[secret\]", but must be the ARN of a log group, not of a log stream/);
        assert.doesNotMatch(secret, /payments/);
        assert.deepEqual(stage.names(), []);
    });
});
