import { type IncomingHttpHeaders } from "node:http";

/** A request to any service, read but not yet understood. */
export interface RawRequest {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}
