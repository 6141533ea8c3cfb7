import { type IncomingHttpHeaders } from "node:http";

/** A request to any service, before it is parsed. */
export interface RawRequest {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}
