import { type Writable } from "node:stream";
import { type Access } from "../providers/aws/access";
import { type Aws } from "../providers/aws/clients";

/** What a command meets outside of itself; a test hands in its own. */
export interface Surroundings {
    readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
    readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Opens the clients; nothing is asked of AWS yet. */
    readonly connect: (access: Access) => Aws;
    readonly environmentRegion: (profile?: string) => Promise<string | undefined>;
    /** The time, in milliseconds since 1970. */
    readonly now: () => number;
}
