import { type S3Request, type S3Response } from "./request";

/** How an operation is recognised: by its level, its method and a query parameter. */
export interface Route {
    readonly operation: string;
    readonly level: "bucket" | "object";
    readonly method: string;
    /** The query parameter that distinguishes it from others of the same method. */
    readonly by?: string;
    /** Other supported query parameters. */
    readonly parameters?: readonly string[];
    readonly handle: (request: S3Request) => S3Response;
}
