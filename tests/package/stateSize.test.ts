import * as assert from "node:assert/strict";
import { onEveryEngine, openStage, type Stage, succeeded } from "../engine/stage";
import type { ResourceState } from "../../sandbox/engine";
import { GROUP } from "../support/account";

// Pinned: a nightly pipeline gathers thousands of exports, and each is written to the state after every step.
const MOST_PROVIDER_BYTES = 75;
const MOST_RECORD_BYTES = 2_500;

onEveryEngine("what an export takes in the state", (engine) => {
    let stage: Stage;
    before(async () => {
        stage = await openStage({ engine, program: "audit" });
    });
    after(() => stage.close());

    it(`is at most ${MOST_PROVIDER_BYTES} bytes for the provider and ${MOST_RECORD_BYTES} for the whole record`, async () => {
        // As a nightly pipeline declares it: a LogExport into a bucket of its own.
        const args = {
            logGroups: [GROUP],
            from: "2026-10-01T00:00:00Z",
            to: "2026-11-01T00:00:00Z",
            splitBy: "month",
            destinationPrefix: "audit/production",
        };
        const stack = await stage.open({ args });
        succeeded(await stack.up());
        const { resources = [] } = (await stack.exportState()).deployment;
        const record: ResourceState | undefined = resources.find(({ type }) => type.endsWith(":ExportTask"));
        assert.ok(record);
        const provider = String(record.inputs?.__provider);
        const [providerBytes, recordBytes] = [provider, JSON.stringify(record)].map((text) => Buffer.byteLength(text));
        console.log(`      provider: ${providerBytes} bytes; whole record: ${recordBytes} bytes`);
        assert.ok(provider.includes("pulumi-cloudwatch-logs-export/exportTask"));
        assert.ok(providerBytes <= MOST_PROVIDER_BYTES, `${providerBytes} bytes`);
        assert.ok(recordBytes <= MOST_RECORD_BYTES, `${recordBytes} bytes`);
    });
});
