import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openStack } from "../../../sandbox/engine";
import { startWarm } from "../../support/warm/startWarm";
import type { Raw } from "./observation";
import type { RecordingProvider } from "./provider";
import type { Operation } from "./sequence";

/** Runs the operations of one sequence on the embedded engine. */
export async function openEmbedded(
    folder: string,
    provider: RecordingProvider,
    port: number,
): Promise<(operation: Operation) => Promise<Raw>> {
    const state = join(folder, "embedded");
    mkdirSync(state, { recursive: true });
    return async ({ kind, plan, trouble, continueOnError, replace, parallel = 1 }) => {
        provider.expect(trouble ?? {});
        const stack = await openStack({
            engine: "embedded",
            program: join(__dirname, "program"),
            state,
            stack: "s",
            config: { plan: JSON.stringify(plan ?? { declarations: [] }) },
            env: { PULUMI_DEBUG_PROVIDERS: `rec:${port}` },
            startChild: startWarm,
        });
        const urns = ((await stack.exportState()).deployment.resources ?? []).map(({ urn }) => urn);
        const result = await stack[kind]({
            continueOnError,
            parallel,
            replace: urnsOf(urns, replace),
        });
        const { deployment } = await stack.exportState();
        return {
            ...result,
            calls: [...provider.calls],
            resources: deployment.resources ?? [],
            pending: deployment.pending_operations ?? [],
        };
    };
}

/** The URNs of the resources with these names. A whole URN stays what it is. */
export function urnsOf(urns: readonly string[], names: readonly string[] = []): string[] {
    const whole = names.filter((name) => name.startsWith("urn:"));
    return [...whole, ...urns.filter((urn) => names.some((name) => urn.endsWith(`::${name}`)))];
}
