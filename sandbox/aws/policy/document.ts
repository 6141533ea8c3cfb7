/** A parsed IAM policy. Elements that may be one value or a list are kept as written. */
export interface PolicyDocument {
    readonly Version?: string;
    readonly Id?: string;
    readonly Statement: OneOrMany<Statement>;
}

export interface Statement {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: Principal;
    readonly NotPrincipal?: Principal;
    readonly Action?: OneOrMany<string>;
    readonly NotAction?: OneOrMany<string>;
    readonly Resource?: OneOrMany<string>;
    readonly NotResource?: OneOrMany<string>;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany<string | number | boolean>>>>>;
}

export type Principal = "*" | Readonly<Record<string, OneOrMany<string>>>;
export type OneOrMany<T> = T | readonly T[];

export function many<T>(value: OneOrMany<T> | undefined): readonly T[] {
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
