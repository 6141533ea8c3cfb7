import * as assert from "node:assert/strict";
import { messagesOf, onEveryEngine, openStage, type Stage, succeeded, task } from "./stage";
import { isSecret, plainTexts } from "./plainTexts";

const NAME = "/customers/unnamed";

onEveryEngine("an ExportTask with a secret log group name and prefix", (engine) => {
    let stage: Stage;
    beforeEach(async () => {
        stage = await openStage({ engine, program: "secrets", groups: [NAME] });
    });
    afterEach(() => stage.close());

    const declared = (changes: object = {}) => ({
        task: task({ logGroupName: NAME, destinationPrefix: "audit/unnamed", ...changes }),
        secret: ["logGroupName", "destinationPrefix"],
    });

    it("shows neither in its lines, its outputs and its state", async () => {
        stage.aws.faults.inject({
            operation: "PutObject",
            times: 99,
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        const result = await stage.up(declared());
        succeeded(result);
        const shown = `${messagesOf(result)}\n${stage.said.join("\n")}\n${JSON.stringify(result.outputs)}`;
        assert.match(shown, /The manifest of s3:\/\/audit-archive\/\[secret\]\/\S+ could not be written/);
        assert.doesNotMatch(shown, /unnamed/);
        const { deployment } = await (await stage.open(declared())).exportState();
        // The host's own record contains the whole stack config, in which real secrets are marked.
        const records = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":ExportTask"));
        const texts = plainTexts(records);
        assert.ok(texts.includes("audit-archive"), "the export is in the state");
        const [{ outputs: recorded }] = records;
        assert.ok(isSecret(recorded?.statusMessage as object), "where the service may name the log group");
        assert.deepEqual(
            texts.filter((text) => text.includes("unnamed")),
            [],
        );
        assert.deepEqual(
            (await (await stage.open(declared())).up()).changes.update,
            undefined,
            "and the next up is the same",
        );
    });

    it("keeps what is derived from them secret where a transformation adds secret outputs of its own", async () => {
        const merged = { ...declared(), merged: true };
        succeeded(await stage.up(merged));
        const { deployment } = await (await stage.open(merged)).exportState();
        const [record] = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":ExportTask"));
        assert.ok(isSecret(record.outputs?.uri as object));
        assert.ok(isSecret(record.outputs?.statusMessage as object));
    });

    it("shows neither when it is refused, fails or cannot be removed", async () => {
        const refused = { kind: "error", code: "ValidationException", message: `Not ${NAME}` } as const;
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: refused });
        const first = await stage.up(declared());
        const failed = { kind: "task", outcome: "FAILED", message: `Lost ${NAME}` } as const;
        stage.aws.faults.inject({ operation: "CreateExportTask", effect: failed });
        const second = await stage.up(declared({ maxAttempts: 1 }));
        stage.aws.faults.inject({
            operation: "GetCallerIdentity",
            times: 99,
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        const third = await stage.up(declared({ maxAttempts: 1 }));
        for (const result of [first, second, third]) {
            assert.equal(result.result, "failed");
            const shown = `${result.error}\n${messagesOf(result)}\n${stage.said.join("\n")}`;
            assert.match(
                shown,
                /The export of log group \[secret\] .* to s3:\/\/audit-archive\/\[secret\]|Lost \[secret\]/,
            );
            assert.doesNotMatch(shown, /unnamed/);
        }
    });

    it("shows neither in the record of a task that comes in the place of another and has not ended", async () => {
        const first = { removalPolicy: "delete" };
        succeeded(await stage.up(declared(first)));
        const second = { ...first, triggers: ["again"], waitForCompletion: false };
        succeeded(await stage.up(declared(second)));
        const { deployment } = await (await stage.open(declared(second))).exportState();
        const [record] = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":ExportTask"));
        const { predecessors } = record.outputs as Record<string, object | undefined>;
        assert.ok(predecessors && isSecret(predecessors));
    });

    it("keeps triggers secret in the state, and tells that they changed without them", async () => {
        const secret = (token: string) => ({
            task: task({ logGroupName: NAME, triggers: [token] }),
            secret: ["triggers"],
        });
        const shown = async (token: string) => {
            const result = await stage.up(secret(token));
            const { deployment } = await (await stage.open(secret(token))).exportState();
            const records = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":ExportTask"));
            assert.ok(plainTexts(records).includes("audit-archive"));
            return [succeeded(result).changes, plainTexts(records).join("\n"), messagesOf(result)] as const;
        };
        await shown("first-token");
        const [changes, state, said] = await shown("second-token");
        assert.equal(changes.replace, 1);
        assert.doesNotMatch(`${state}\n${said}`, /-token/);
    });
});
