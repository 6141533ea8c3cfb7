import type { OpenAws, RequestRecord } from "../../../sandbox/aws";
import type { Answer } from "../../../sandbox/aws/protocol";
import type { RawRequest } from "../../../sandbox/aws/http/rawRequest";
import type { Dice } from "../dice";
import { networkError } from "./directHandler";
import { type Actor, never, type ProviderProcess } from "./providerProcess";
import type { VirtualTime } from "./virtualTime";

export interface SeenRequest extends RequestRecord {
    readonly actor: Actor;
}

export interface NetworkEvents {
    /** Called before AWS handles a request. Only its operation is known. */
    before(operation: string, actor: Actor): void;
    /** Called when AWS has handled a request and has not answered yet. */
    after(request: SeenRequest): void;
    /** Called with the keys that a request deleted. */
    lost(keys: readonly string[], bucket: string, actor: Actor): void;
    /** Called with the keys that a request failed to delete. */
    spared(keys: readonly string[]): void;
}

/** The network between the provider's processes and AWS. It has delays and outages, and records the requester. */
export class Network {
    private readonly away = new Set<object>();

    constructor(
        private readonly time: VirtualTime,
        private readonly aws: OpenAws,
        private readonly dice: Dice,
        private readonly events: NetworkEvents,
    ) {
        const requests = aws.requests as RequestRecord[];
        const push = requests.push.bind(requests);
        requests.push = (...records) => {
            const length = push(...records);
            const actor = time.machine as Actor | undefined;
            if (actor) for (const record of records) events.after({ ...record, actor });
            return length;
        };
    }

    /** Starts an outage. The returned function ends it. */
    cut(): () => void {
        const reason = {};
        this.away.add(reason);
        return () => this.away.delete(reason);
    }

    async send(raw: RawRequest, from: ProviderProcess): Promise<Answer> {
        if (!from.isAlive) return never();
        const { time, aws, dice } = this;
        await time.clock.sleep(dice.whole(5, 60));
        this.events.before(operationOf(raw), time.machine as Actor);
        if (!from.isAlive) return never();
        if (this.away.size > 0) throw networkError(dice.pick(["ECONNREFUSED", "ENOTFOUND", "ECONNRESET"]));
        const watched = bucketOfDeletion(raw);
        const keys = watched === undefined ? [] : this.keysOf(watched);
        const reaction = await aws.handle(raw);
        if (watched !== undefined) {
            const left = new Set(this.keysOf(watched));
            const lost = keys.filter((key) => !left.has(key));
            const spared = keysIn(raw).filter((key) => left.has(key));
            if (spared.length > 0) this.events.spared(spared);
            if (lost.length > 0) this.events.lost(lost, watched, time.machine as Actor);
        }
        if (!from.isAlive || reaction === "hang") return never();
        await time.clock.sleep(dice.whole(5, 60));
        if (!from.isAlive) return never();
        if (reaction === "drop" || this.away.size > 0) throw networkError("ECONNRESET");
        return reaction;
    }

    private keysOf(bucket: string): string[] {
        const objects = this.aws.world.buckets[bucket]?.objects ?? {};
        return Object.keys(objects).filter((key) => !objects[key][0].deleteMarker);
    }
}

/** The operation of a request, without the service's parser. */
function operationOf({ method, url, headers, body }: RawRequest): string {
    const target = headers["x-amz-target"];
    if (typeof target === "string") return target.split(".")[1];
    if (headers["content-type"]?.includes("x-www-form-urlencoded"))
        return /Action=(\w+)/.exec(body.toString())?.[1] ?? "";
    const [path, query = ""] = url.split("?");
    const hasKey = path.split("/").filter(Boolean).length > 1;
    switch (method) {
        case "PUT":
            return "PutObject";
        case "DELETE":
            return "DeleteObject";
        case "POST":
            return "DeleteObjects";
        default:
            return hasKey
                ? "GetObject"
                : /(^|&)versions/.test(query)
                  ? "ListObjectVersions"
                  : /(^|&)policy/.test(query)
                    ? "GetBucketPolicy"
                    : "ListObjectsV2";
    }
}

/** Requests go to one address, so the bucket is in the path. */
function bucketOfDeletion({ method, url }: RawRequest): string | undefined {
    const isDeletion = method === "DELETE" || (method === "POST" && /[?&]delete/.test(url));
    return isDeletion ? url.split(/[/?]/)[1] : undefined;
}

/** The keys that a request is to delete. */
function keysIn({ method, url, body }: RawRequest): string[] {
    if (method === "DELETE") return [decodeURIComponent(url.split("?")[0].split("/").slice(2).join("/"))];
    return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key);
}
