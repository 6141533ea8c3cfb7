import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ExportTask } from "../../../providers/exportTask/resource";
import { resolvedValue } from "../../../providers/outputs";

const TASK_ID = "f2141f70-6b34-4cf6-8f8c-45b61deaf5ba";
const ARGS = {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: "audit-archive",
    destinationPrefix: "audit",
};

for (const [run, isPreview] of [
    ["an up", false],
    ["a preview", true],
] as const) {
    describe(`bucket and prefix of an export, as a program sees them in ${run}`, () => {
        const declare = async (state: object): Promise<ExportTask> => {
            const mocks = { call: () => ({}), newResource: () => ({ id: TASK_ID, state }) };
            await pulumi.runtime.setMocks(mocks, "shop", "prod", isPreview);
            return new ExportTask("october", ARGS);
        };
        const placeOf = async ({ destination, destinationPrefix }: ExportTask) =>
            Promise.all([resolvedValue(destination), resolvedValue(destinationPrefix)]);

        it("are those of its uri, whatever was declared", async () => {
            const uri = `s3://archive/moved/by/transform/${TASK_ID}/`;
            assert.deepEqual(await placeOf(await declare({ taskId: TASK_ID, uri })), ["archive", "moved/by/transform"]);
        });

        it("are those of its uri also where there was nothing to start", async () => {
            const task = await declare({ taskId: "", uri: "s3://archive/audit/2026/" });
            assert.deepEqual(await placeOf(task), ["archive", "audit/2026"]);
        });

        it("are those of the record where there is no uri", async () => {
            const { destination, destinationPrefix } = ARGS;
            const task = await declare({ destination, destinationPrefix });
            assert.deepEqual(await placeOf(task), [destination, destinationPrefix]);
        });

        it("are known of an export alone, which what uses them then depends on", async () => {
            const task = await declare({ taskId: TASK_ID, uri: `s3://archive/audit/${TASK_ID}/` });
            const { allResources } = task.destination as unknown as { allResources: () => Promise<Set<unknown>> };
            assert.deepEqual([...(await allResources.call(task.destination))], [task]);
        });

        it("do not take Pulumi along into a function that uses them", async () => {
            const task = await declare({ taskId: TASK_ID, uri: `s3://archive/audit/${TASK_ID}/` });
            const { text } = await pulumi.runtime.serializeFunction(() => task.destination.get());
            assert.match(text, /archive/);
            assert.doesNotMatch(text, /require\(/);
        });
    });
}
