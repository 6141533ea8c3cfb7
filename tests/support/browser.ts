import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];
const PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** A Chromium on this machine: CHROME_PATH, on the PATH, or in its usual place; undefined if there is none. */
export function browserPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
    const onPath = (env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
    return [env.CHROME_PATH ?? "", ...onPath, ...PLACES].find((path) => path !== "" && existsSync(path));
}

export function openBrowser(executablePath: string): Promise<Browser> {
    // Chromium has no sandbox of its own for root, which is who runs in many containers.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    return chromium.launch({ executablePath, args });
}
