/** A statement in the policy of a role or a topic. */
export interface PolicyStatement {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Principal?: { readonly Service: string };
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export const policyDocument = (statements: readonly PolicyStatement[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
