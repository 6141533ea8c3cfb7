import { type S3Request, type S3Response } from "./request";

/** How an operation is recognised: where it acts, by which method, and by which query parameter. */
export interface Route {
    readonly operation: string;
    readonly level: "bucket" | "object";
    readonly method: string;
    /** The query parameter that distinguishes it from others of the same method. */
    readonly by?: string;
    /** Further query parameters that it understands. */
    readonly parameters?: readonly string[];
    readonly handle: (request: S3Request) => S3Response;
}
