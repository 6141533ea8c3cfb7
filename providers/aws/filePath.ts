import { homedir } from "node:os";

/** The path of a file as stack config names it: with environment variables and a leading ~, as the aws provider reads it. */
export function filePath(text: string): string {
    const path = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, inBraces?: string, bare?: string) => {
        return process.env[inBraces ?? bare ?? ""] ?? "";
    });
    return path.replace(/^~(?=\/|\\|$)/, homedir());
}
