import type { Call } from "../call";
import { notEmulated } from "../errors";

export function runKms(call: Call, _input: Readonly<Record<string, unknown>>): object {
    throw notEmulated(`KMS ${call.operation}`);
}
