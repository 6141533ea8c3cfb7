import * as assert from "node:assert/strict";
import { type ExportTaskInputs } from "../../../providers/exportTask/inputs";
import { Secrets } from "../../../providers/exportTask/secrets";
import { BUCKET, connectToSandbox } from "../../support/account";
import { Stage } from "./proof/stage";

const NAME = "/customers/unnamed";
const PREFIX = "audit/unnamed-customer";

describe("a secret input of an export", () => {
    const stage = new Stage();
    beforeEach(async () => {
        await stage.open();
        const events = Array.from({ length: 3 }, (_, index) => ({
            timestamp: stage.inputs().from + index,
            message: "m",
        }));
        const logGroups = [NAME, `${NAME}-2`].map((name) => ({
            name,
            region: "eu-central-1",
            creationTime: 0,
            streams: [{ name: "web-1", events }],
        }));
        stage.account.aws.seed({ logGroups });
    });
    afterEach(() => stage.close());

    const secret = (changes: Partial<ExportTaskInputs> = {}) => ({
        logGroupName: NAME,
        destinationPrefix: PREFIX,
        secretInputs: ["logGroupName", "destinationPrefix"],
        ...changes,
    });
    /** All of an error that Pulumi's host of dynamic providers passes on or prints. */
    const textOf = (error: unknown) => {
        const { message, stack, reasons } = error as Error & { reasons?: string[] };
        return [message, stack, ...(reasons ?? [])].join("\n");
    };
    const failing = (changes: Partial<ExportTaskInputs> = {}) =>
        stage.create(secret(changes)).then(() => assert.fail("it was not refused"), textOf);
    const assertHidden = (text: string) => {
        assert.match(text, /\[secret\]/);
        assert.doesNotMatch(text, /unnamed/);
    };

    it("is not shown by a refusal, with all that is found out about it", async () => {
        stage.inject({
            operation: "CreateExportTask",
            times: 9,
            effect: { kind: "error", code: "ValidationException", message: `No ${NAME}` },
        });
        assertHidden(await failing());
    });

    it("is not shown by the names that are like it", async () => {
        assertHidden(await failing({ logGroupName: "/customers/unamed" }));
        assert.match(
            await failing({ logGroupName: "/customers/unamed", secretInputs: [] }),
            /nearest names are .*unnamed/,
        );
    });

    it("is not shown by warnings and progress", async () => {
        stage.refuse("ListObjectsV2");
        stage.refuse("PutObject");
        await stage.create(secret());
        assertHidden(stage.said);
    });

    it("is not shown by the lines of the exports that wait behind it", async () => {
        const provider = stage.account.provider();
        const inputs = [stage.inputs(secret()), stage.inputs({ destinationPrefix: "b" })];
        const throttled = { kind: "error", code: "ThrottlingException", message: `Slow down, ${NAME}` } as const;
        stage.inject({ operation: "CreateExportTask", times: 2, effect: throttled });
        await Promise.all(inputs.map((one) => provider.create(one)));
        assert.match(stage.said, /waiting for the slot .*\[secret\]/);
        assertHidden(stage.said);
    });

    it("is not shown by a failed task, in its record's reasons neither", async () => {
        stage.inject({
            operation: "CreateExportTask",
            times: 9,
            effect: { kind: "task", outcome: "FAILED", message: `of ${NAME}` },
        });
        assertHidden(await failing({ maxAttempts: 1 }));
    });

    it("is not shown by update, read and delete, which take it from the record", async () => {
        const { id, outs } = await stage.create(secret({ removalPolicy: "delete" }));
        assert.deepEqual(outs.secretInputs, ["logGroupName", "destinationPrefix"]);
        stage.refuse("GetCallerIdentity");
        const provider = () => stage.account.provider(); // a new process, without memory
        const unfinished = { ...outs, verified: false, status: "RUNNING" };
        for (const work of [
            provider().delete(id, outs),
            provider().read(id, unfinished),
            provider().update(id, unfinished, stage.inputs(secret())),
        ]) {
            const text = textOf(
                await work.then(
                    () => assert.fail("it was not refused"),
                    (error: unknown) => error,
                ),
            );
            assert.match(text, /GetCallerIdentity/);
            assert.doesNotMatch(text, /unnamed/);
        }
    });

    it("is not shown by a failed check", async () => {
        const wrong = { ...stage.inputs(secret()), logGroupName: "/customers/unnamed?" };
        const { failures } = await stage.account.provider().check(undefined, wrong);
        assertHidden(JSON.stringify(failures));
    });

    it("is in no manifest, but for the prefix, which every key has", async () => {
        const { id, outs } = await stage.create(
            secret({ logStreamNamePrefix: "web", secretInputs: ["logGroupName", "logStreamNamePrefix"] }),
        );
        const { s3 } = connectToSandbox({ region: "eu-central-1", roles: [] }, stage.account.clock);
        const text = (await s3.read(BUCKET, `${PREFIX}/${id}/_export-${outs.owner}.json`)) ?? "";
        const manifest = JSON.parse(text) as Record<string, unknown>;
        assert.equal(manifest.objectCount, 1);
        assert.equal("logGroupName" in manifest, false);
        assert.equal(manifest.logStreamNamePrefix, "[secret]", "so that it is not taken for an export of all streams");
        assert.doesNotMatch(text, /customers/);
    });

    it("is an object that is the evidence of another resource all the same", async () => {
        const first = await stage.create(secret());
        const again = await stage.create(secret());
        assert.equal(again.id, first.id);
        assert.equal(again.outs.verified, true);
    });

    it("that is not one is shown", async () => {
        assert.match(await failing({ destination: "no-such-bucket", secretInputs: undefined }), /\/customers\/unnamed/);
    });
});

describe("hiding secrets", () => {
    const hide = (text: string, inputs: Record<string, string>) => {
        const secrets = new Secrets();
        secrets.learn({ ...inputs, secretInputs: Object.keys(inputs) });
        return secrets.hide(text);
    };

    it("takes the longest first, wherever it stands", () => {
        assert.equal(
            hide("s3://b/a/logs/x of logs.", { logGroupName: "logs", destinationPrefix: "a/logs" }),
            "s3://b/[secret]/x of [secret].",
        );
    });

    it("takes a short one only where it stands alone", () => {
        assert.equal(hide("s3://b/a/ and a task", { destinationPrefix: "a" }), "s3://b/[secret]/ and [secret] task");
    });

    it("knows it as messages quote it, and no pattern in it", () => {
        assert.equal(hide('it is "a\\"b.*" here, ab.*', { destinationPrefix: 'a"b.*' }), 'it is "[secret]" here, ab.*');
    });

    it("takes nothing that is missing, not a text or empty", () => {
        const secrets = new Secrets();
        secrets.learn({ secretInputs: ["logGroupName", "region", "profile"], region: "", profile: undefined });
        secrets.learn({ logGroupName: "shown" });
        assert.equal(secrets.hide("all is shown"), "all is shown");
    });
});
