/** Renames the keys as the real provider does: the first word, or the acronym at the start, in lower case. */
export function inSdkNames(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inSdkNames);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [sdkName(name), inSdkNames(inner)]));
}

/** `Sid` → `sid`, `AWS` → `aws`, `AWS:SourceIp` → `awS:SourceIp`. */
function sdkName(name: string): string {
    const [capitals] = /^[A-Z]*/.exec(name) ?? [""];
    const lowered = capitals.length > 1 && capitals.length < name.length ? capitals.slice(0, -1) : capitals;
    return lowered.toLowerCase() + name.slice(lowered.length);
}
