import { join } from "node:path";
import { giveBack, takeServer } from "./startWarm";

/** A server for programs that are processes nevertheless, which the engine starts, waits for and kills; see client.cjs. */
export interface WarmProcesses {
    /** Makes programs use the server. */
    readonly programs: NodeJS.ProcessEnv;
    /** Releases the server for the next user. */
    release(): void;
}

/** For exclusive use in this process. */
export async function warmProcesses(): Promise<WarmProcesses> {
    const server = takeServer("programs");
    await server.ready;
    return {
        programs: {
            WARM_PROGRAMS: server.path,
            NODE_OPTIONS: `--require=${JSON.stringify(join(__dirname, "client.cjs"))}`,
        },
        release: () => giveBack(server),
    };
}
