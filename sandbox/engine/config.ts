import type { ConfigDeclaration, ConfigType, Project } from "./project";

/** A stack's configuration as programs receive it: full keys, string values. */
export type Config = Readonly<Record<string, string>>;

/** `region` becomes `<project>:region`; `aws:region` is already complete. */
export function fullKey(project: string, key: string): string {
    return key.includes(":") ? key : `${project}:${key}`;
}

/**
 * The given values, completed with the defaults of Pulumi.yaml. A typed key without a value is an error, as is a value of
 * another type.
 */
export function resolveConfig(project: Project, given: Config): Config {
    const config: Record<string, string> = {};
    for (const [key, value] of Object.entries(given)) {
        config[fullKey(project.name, key)] = value;
    }
    for (const [key, declared] of Object.entries(project.config)) {
        const full = fullKey(project.name, key);
        const fallback = declared.default ?? declared.value;
        if (config[full] === undefined && fallback !== undefined) {
            config[full] = asText(fallback);
        }
        checkType(full, config[full], declared);
    }
    return config;
}

function asText(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

function checkType(key: string, value: string | undefined, { type, value: fixed }: ConfigDeclaration): void {
    if (value === undefined) {
        if (fixed !== undefined || type === undefined) {
            return;
        }
        throw new Error(`Stack configuration lacks ${key} (${type}). Set it with --config ${key}=…`);
    }
    if (type !== undefined && !fits(type, value)) {
        throw new Error(
            `Stack configuration ${key} is ${JSON.stringify(value)}; Pulumi.yaml says it is of type ${type}.`,
        );
    }
}

function fits(type: ConfigType, value: string): boolean {
    switch (type) {
        case "string":
            return true;
        case "integer":
            return /^[+-]?\d+$/.test(value);
        case "boolean":
            return value === "true" || value === "false";
        case "array":
            return Array.isArray(parsed(value));
        case "object": {
            const object = parsed(value);
            return typeof object === "object" && object !== null && !Array.isArray(object);
        }
    }
}

function parsed(value: string): unknown {
    try {
        return JSON.parse(value);
    } catch {
        return undefined;
    }
}

/** A value as the Pulumi CLI expects it in a stack's settings: lists and objects as such, others as strings. */
export function structuredConfig(project: Project, key: string, value: string): unknown {
    const [, declared] = Object.entries(project.config).find(([name]) => fullKey(project.name, name) === key) ?? [];
    return declared?.type === "array" || declared?.type === "object" ? parsed(value) : value;
}
