import * as assert from "node:assert/strict";
import { onEveryEngine, openStage, type Stage, succeeded } from "../engine/stage";
import type { ResourceState } from "../../sandbox/engine";
import { BUCKET, GROUP } from "../support/account";

// Limited, because a nightly pipeline accumulates thousands of exports, all of which are written after every step.
const MOST_PROVIDER_BYTES = 66;
const MOST_BYTES = 2_000;

const RANGE = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };

onEveryEngine("what an export takes in the state", (engine) => {
    /** The record of a program's last export, after a check of the provider's text in it. */
    async function recordOf(program: string, config: Record<string, unknown>): Promise<string> {
        const stage: Stage = await openStage({ engine, program });
        try {
            const stack = await stage.open(config);
            succeeded(await stack.up());
            const { resources = [] } = (await stack.exportState()).deployment;
            const record: ResourceState | undefined = resources
                .filter(({ type }) => type.endsWith(":ExportTask"))
                .at(-1);
            assert.ok(record);
            const provider = String(record.inputs?.__provider);
            assert.ok(provider.includes("pulumi-cloudwatch-logs-export/exportTask"));
            assert.ok(Buffer.byteLength(provider) <= MOST_PROVIDER_BYTES, `${provider.length} bytes for the provider`);
            return JSON.stringify(record);
        } finally {
            await stage.close();
        }
    }

    function assertSize(record: string, most: number): void {
        const bytes = Buffer.byteLength(record);
        console.log(`      ${bytes} bytes`);
        assert.ok(bytes <= most, `${bytes} bytes: ${record}`);
    }

    it(`is at most ${MOST_BYTES} bytes for an ExportTask`, async () => {
        const task = { logGroupName: GROUP, ...RANGE, destination: BUCKET, destinationPrefix: "audit/production" };
        assertSize(await recordOf("tasks", { tasks: { october: task } }), MOST_BYTES);
    });

    // Of two months, so that a record names the series too.
    const args = {
        logGroups: [GROUP],
        ...RANGE,
        from: "2026-09-01T00:00:00Z",
        splitBy: "month",
        destinationPrefix: "audit/production",
    };

    it(`is at most ${MOST_BYTES} bytes within a LogExport in a bucket that is there`, async () => {
        assertSize(await recordOf("audit", { args: { ...args, bucket: { existing: BUCKET } } }), MOST_BYTES);
    });

    it(`is at most ${MOST_BYTES} bytes within a LogExport in a bucket of its own`, async () => {
        assertSize(await recordOf("audit", { args }), MOST_BYTES);
    });
});
