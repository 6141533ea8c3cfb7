import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/**
 * Says that a stack is not in use: after a kill -9 of the CLI its backend stays locked.
 * @param state the folder that `openStack` was given.
 */
export async function unlock(state: string, stack = "sandbox"): Promise<void> {
    const settings = join(state, "pulumi");
    const env = {
        ...process.env,
        PULUMI_HOME: join(settings, "home"),
        PULUMI_BACKEND_URL: pathToFileURL(settings).href,
        PULUMI_CONFIG_PASSPHRASE: "",
    };
    await promisify(execFile)("pulumi", ["cancel", "--yes", "--stack", stack], { cwd: settings, env });
}
