import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ExportTask } from "../../../providers/exportTask/resource";
import { LogExport } from "../../../components/logExport/logExport";
import { promiseOf, withRejections } from "../../support/mocks";
import { loggedBy } from "../../support/pulumiLog";
import { BASE, OCTOBER, Stage } from "./stage";

const NAME = "/customers/unnamed";
/** Pulumi's mark of a secret in a request. */
const isSecretOnTheWire = (value: unknown) =>
    (value as Record<string, unknown>)["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
const secretGroup = () => ({ customer: pulumi.secret(NAME) });

describe("a secret log group name", () => {
    const stage = new Stage();
    /** The outputs that a request asks the engine to keep secret. */
    async function secretOutputsOf(declare: () => unknown, preview = false): Promise<string[]> {
        await stage.begin({ preview });
        const monitor = pulumi.runtime.getMonitor() as unknown as {
            registerResource(request: { getAdditionalsecretoutputsList(): string[] }, answer: unknown): unknown;
        };
        const { registerResource } = monitor;
        const asked = new Set<string>();
        monitor.registerResource = (request, answer) => {
            for (const name of request.getAdditionalsecretoutputsList()) asked.add(name);
            return registerResource.call(monitor, request, answer);
        };
        declare();
        await stage.program.settle();
        return [...asked];
    }
    const task = (logGroupName: pulumi.Input<string>) =>
        new ExportTask("customer", { logGroupName, ...OCTOBER, destination: "audit-archive" });

    for (const preview of [false, true]) {
        it(`stays secret in what an ExportTask derives from it${preview ? ", in a preview too" : ""}`, async () => {
            const asked = await secretOutputsOf(() => task(pulumi.secret(NAME)), preview);
            assert.deepEqual(asked, ["uri", "statusMessage", "predecessors"]);
            assert.deepEqual(await secretOutputsOf(() => task(pulumi.output(NAME)), preview), []);
            assert.deepEqual(await secretOutputsOf(() => task(NAME), preview), []);
        });
    }

    it("stays secret in a LogExport's prefixes, and so in their URIs", async () => {
        const asked = await secretOutputsOf(() => new LogExport("audit", { ...BASE, logGroups: secretGroup() }));
        assert.deepEqual(asked, ["uri", "statusMessage", "predecessors"]);
        const [{ name, inputs }] = stage.tasks();
        assert.doesNotMatch(name, /unnamed/);
        for (const one of [inputs.logGroupName, inputs.destinationPrefix]) assert.ok(isSecretOnTheWire(one));
    });

    it("is shown neither by a preview nor by an error", async () => {
        const failures: unknown[] = [];
        const logged = await loggedBy(async () => {
            await stage.make({ logGroups: secretGroup() }, { preview: true, config: { "aws:region": "eu-central-1" } });
            const twice = await withRejections(
                async () => void (await stage.make({ logGroups: { ...secretGroup(), again: pulumi.secret(NAME) } })),
            );
            const arn = pulumi.secret(`arn:aws:logs:us-west-2:123456789012:log-group:${NAME}:*`);
            const elsewhere = await withRejections(
                async () =>
                    void (await stage.make({ logGroups: { a: arn } }, { config: { "aws:region": "eu-central-1" } })),
            );
            failures.push(...twice, ...elsewhere);
        });
        const all = [...logged, ...failures].join("\n");
        assert.match(all, /declares 1 export/);
        assert.match(all, /logGroups is "\[secret\]", but must be listed once/);
        assert.match(all, /logGroups.a is "\[secret\]", but must be in eu-central-1/);
        assert.doesNotMatch(all, /unnamed/);
    });

    it("is one in the bucket policy that names it", async () => {
        await stage.begin();
        const bucket = { sourceLogGroups: "own" } as const;
        const made = new LogExport("audit", { ...BASE, logGroups: secretGroup(), bucket });
        await stage.program.settle();
        const policy = made.bucket.nodes.policy;
        assert.ok(policy && (await promiseOf(policy.bucket)));
        const { inputs } = stage.program.find("BucketPolicy", "audit-bucket-policy");
        assert.ok(isSecretOnTheWire(inputs.policy));
    });
});
