import { availableParallelism } from "node:os";

/**
 * How many operations run at a time by default: PULUMI_PARALLEL, or four per CPU
 * (defaultParallel in pkg/cmd/pulumi/operations/up.go).
 */
export function defaultParallel(env: NodeJS.ProcessEnv): number {
    const asked = Number(env.PULUMI_PARALLEL);
    return asked > 0 ? asked : availableParallelism() * 4;
}
