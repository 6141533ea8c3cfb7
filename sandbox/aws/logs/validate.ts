import { logsErrors } from "./errors";

export interface Rule {
    readonly required?: boolean;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly pattern?: RegExp;
}

export const logGroupNameRule: Rule = { required: true, minimum: 1, maximum: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ };
export const logStreamNameRule: Rule = { required: true, minimum: 1, maximum: 512, pattern: /^[^:*]*$/ };

/** Checks the length of a string or the value of a number. The texts are those of the service. */
export function checkParameter(name: string, value: string | number | undefined, rule: Rule): void {
    if (value === undefined || value === null) {
        if (rule.required) throw violation("null", name, "Member must not be null");
        return;
    }
    const measure = typeof value === "string" ? value.length : value;
    const [most, least] =
        typeof value === "string"
            ? ["have length less than or equal to", "have length greater than or equal to"]
            : ["have value less than or equal to", "have value greater than or equal to"];
    if (rule.maximum !== undefined && measure > rule.maximum) {
        throw violation(value, name, `Member must ${most} ${rule.maximum}`);
    }
    if (rule.minimum !== undefined && measure < rule.minimum) {
        throw violation(value, name, `Member must ${least} ${rule.minimum}`);
    }
    if (rule.pattern && !rule.pattern.test(String(value))) {
        const pattern = rule.pattern.source.replace(/^\^|\$$/g, "");
        throw violation(value, name, `Member must satisfy regular expression pattern: ${pattern}`);
    }
}

function violation(value: string | number, name: string, constraint: string) {
    const shown = value === "null" ? "null" : `'${value}'`;
    return logsErrors.invalid(
        `1 validation error detected: Value ${shown} at '${name}' failed to satisfy constraint: ${constraint}`,
    );
}
