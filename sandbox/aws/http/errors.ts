/** An error that AWS returns instead of a result. The service's protocol decides how it is encoded. */
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

/** The error for everything that the sandbox does not emulate. It names what is missing. */
export function notEmulated(what: string): AwsError {
    return new AwsError("NotImplemented", `The sandbox does not emulate ${what}.`, 501);
}
