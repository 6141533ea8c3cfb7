/** An answer that AWS gives instead of a result. The protocol of the service decides how it is written down. */
export class AwsError extends Error {
    constructor(
        readonly code: string,
        message: string,
        readonly status = 400,
        /** Further elements of the error's body (S3), for example the bucket's name. */
        readonly details: Readonly<Record<string, string>> = {},
        readonly headers: Readonly<Record<string, string>> = {},
    ) {
        super(message);
        this.name = code;
    }
}

/** The sandbox is faithful or it fails loudly: what it does not do, it names. */
export function notEmulated(what: string): AwsError {
    return new AwsError("NotImplemented", `The sandbox does not emulate ${what}.`, 501);
}
