import { availableParallelism } from "node:os";

/**
 * How many operations run at a time unless the run says otherwise: what PULUMI_PARALLEL says, or four for each CPU
 * (defaultParallel in pkg/cmd/pulumi/operations/up.go).
 */
export function defaultParallel(env: NodeJS.ProcessEnv): number {
    const asked = Number(env.PULUMI_PARALLEL);
    return asked > 0 ? asked : availableParallelism() * 4;
}
