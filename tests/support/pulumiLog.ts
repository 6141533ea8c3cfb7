import * as pulumi from "@pulumi/pulumi";

/** The log messages during `run`, each prefixed with its severity. They are not printed. */
export async function loggedBy(run: () => Promise<void>): Promise<string[]> {
    const { info, warn } = pulumi.log;
    const logged: string[] = [];
    const record = (severity: string) => (message: string) =>
        Promise.resolve(void logged.push(`${severity}: ${message}`));
    Object.assign(pulumi.log, { info: record("info"), warn: record("warn") });
    try {
        await run();
    } finally {
        Object.assign(pulumi.log, { info, warn });
    }
    return logged;
}
