import * as assert from "node:assert/strict";
import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3Api } from "../../../providers/aws/s3";
import { type DeleteRefused } from "../../../providers/aws/deleteRefused";
import { removeVersions } from "../../../providers/aws/removeVersions";

/** A bucket of versions, some of which S3 cannot delete for now, or ever. */
function bucketWith(count: number, codeOf: (key: string, attempt: number) => string | undefined) {
    const left = new Set(Array.from({ length: count }, (_, index) => `k${String(index).padStart(5, "0")}`));
    const attempts = new Map<string, number>();
    let [underWay, most] = [0, 0];
    const send = async (command: unknown) => {
        if (command instanceof ListObjectVersionsCommand) {
            const { Prefix = "" } = command.input;
            const Versions = [...left]
                .filter((key) => key.startsWith(Prefix))
                .slice(0, 1000)
                .map((Key) => ({ Key, VersionId: "v" }));
            return { Versions, IsTruncated: left.size > Versions.length };
        }
        assert.ok(command instanceof DeleteObjectsCommand);
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        const Errors = (command.input.Delete?.Objects ?? []).flatMap(({ Key = "", VersionId }) => {
            const attempt = (attempts.get(Key) ?? 0) + 1;
            attempts.set(Key, attempt);
            const Code = codeOf(Key, attempt);
            if (Code === undefined) left.delete(Key);
            return Code === undefined ? [] : [{ Key, VersionId, Code, Message: "Please reduce your request rate." }];
        });
        return { Errors };
    };
    return {
        client: { send, config: { region: "eu-central-1" } } as unknown as S3Client,
        left,
        attempts,
        most: () => most,
    };
}

describe("emptying a bucket", () => {
    const waits: number[] = [];
    const clock = { sleep: (milliseconds: number) => Promise.resolve(void waits.push(milliseconds)) };
    const empty = (client: S3Client) => removeVersions(client, "archive", undefined, () => false, clock);
    beforeEach(() => void (waits.length = 0));

    for (const code of ["SlowDown", "InternalError"]) {
        it(`deletes a key again that answered ${code}, after a while and without the others`, async () => {
            const bucket = bucketWith(10, (key, attempt) => (key === "k00003" && attempt < 4 ? code : undefined));
            await empty(bucket.client);
            assert.equal(bucket.left.size, 0);
            assert.deepEqual([bucket.attempts.get("k00003"), bucket.attempts.get("k00004")], [4, 1]);
            assert.equal(waits.length, 3);
            assert.ok(waits.every((wait, index) => index === 0 || wait > waits[index - 1]));
        });
    }

    it("waits by the clock that the clients are opened with", async () => {
        const bucket = bucketWith(1, (_, attempt) => (attempt < 3 ? "SlowDown" : undefined));
        await s3Api(bucket.client, clock).empty("archive");
        assert.deepEqual(waits, [100, 400]);
    });

    it("tells page by page how many are gone", async () => {
        const bucket = bucketWith(2_500, () => undefined);
        const pages: number[] = [];
        await s3Api(bucket.client, clock).empty("archive", (count) => pages.push(count));
        assert.deepEqual(pages, [1000, 1000, 500]);
    });

    it("gives up after half a minute, with what S3 said", async () => {
        const bucket = bucketWith(10, (key) => (key === "k00003" ? "SlowDown" : undefined));
        await assert.rejects(empty(bucket.client), (error: DeleteRefused) => {
            assert.equal(error.name, "SlowDown");
            assert.match(error.message, /refused to delete 1 objects, the first s3:\/\/archive\/k00003: Please reduce/);
            return error.removed === 9;
        });
        const waited = waits.reduce((sum, one) => sum + one, 0);
        assert.ok(waited > 25_000 && waited < 60_000, `${waited} ms`);
    });

    it("does not try again what S3 refuses for good", async () => {
        const bucket = bucketWith(10, (key) => (key === "k00003" ? "AccessDenied" : undefined));
        await assert.rejects(empty(bucket.client), { name: "AccessDenied", removed: 9 });
        assert.equal(bucket.attempts.get("k00003"), 1);
    });

    it("deletes a page in four requests at once", async () => {
        const bucket = bucketWith(2_300, () => undefined);
        await empty(bucket.client);
        assert.equal(bucket.left.size, 0);
        assert.equal(bucket.most(), 4);
    });
});
