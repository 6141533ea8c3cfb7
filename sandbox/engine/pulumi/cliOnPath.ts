import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export function isCliOnPath(env: NodeJS.ProcessEnv = process.env): boolean {
    const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
    const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
    return folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
}
