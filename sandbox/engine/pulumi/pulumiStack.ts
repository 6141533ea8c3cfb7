import type { Stack } from "../result";
import type { StackOptions } from "../stackOptions";
export function openPulumiStack(_options: StackOptions): Promise<Stack> {
    throw new Error("not yet");
}
