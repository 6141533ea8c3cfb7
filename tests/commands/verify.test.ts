import * as assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { DAY_MS } from "../../providers/durations";
import { type Verification } from "../../commands/verify/verify";
import { type AwsSnapshot } from "../../sandbox/aws";
import { eventsIn, BUCKET } from "../support/account";
import { Archive, AUGUST, URI, uriOf } from "./archive";

const RANGE = { from: AUGUST, to: AUGUST + 3 * DAY_MS };
const PAY = "/app/pay";
const TRACE = "Error: no\n\tat pay (app.js:1)\n\n  at main";

describe("the command verify", () => {
    let archive: Archive;
    let exported: AwsSnapshot;

    before(async () => {
        const events = eventsIn(RANGE.from, RANGE.to, 12);
        const trace = { timestamp: RANGE.from + 5, message: TRACE };
        archive = await Archive.open([
            {
                name: PAY,
                streams: [
                    { name: "web/1", events: [...events, trace] },
                    { name: "web-2", events },
                ],
            },
            { name: "quiet", streams: [], creationTime: AUGUST },
        ]);
        await archive.export({ logGroupName: PAY, range: RANGE, splitBy: "day" });
        await archive.export({ logGroupName: "quiet", range: RANGE });
        exported = archive.snapshot();
        await archive.close();
    });
    beforeEach(async () => {
        archive = await Archive.open([], { snapshot: exported });
    });
    afterEach(() => archive.close());

    /** Runs the command, and gives its findings as "kind: name of the object or folder". */
    async function findings(...options: readonly string[]): Promise<[status: number, ...found: string[]]> {
        const { status, stdout, stderr } = await archive.run("verify", URI, "--json", ...options);
        assert.equal(stderr, "");
        const { findings } = JSON.parse(stdout) as Verification;
        return [status, ...findings.map(({ kind, uri }) => `${kind}: ${uri}`)];
    }

    it("says that an archive is as its manifests say", async () => {
        const { status, stdout } = await archive.run("verify", URI);
        assert.equal(status, 0);
        assert.match(
            stdout,
            /^s3:\/\/audit-archive\/audit\/: 4 exports, 6 objects, \d+ bytes\nEverything is as the manifests say.\n$/,
        );
    });

    it("says one of what there is one", async () => {
        const one = archive.dataKeys().at(-1)!.split("/").slice(0, -3).join("/");
        const { stdout } = await archive.run("verify", uriOf(one));
        assert.match(stdout, /: 1 export, 2 objects, /);
        archive.remove(...archive.dataKeys(one).slice(0, 1));
        assert.match(
            (await archive.run("verify", uriOf(one))).stdout,
            /: 1 export, 1 object, [^]*1 finding: 1 missing/,
        );
        assert.match((await archive.run("coverage", uriOf(one))).stdout, /\n1 export of 1 log group, .* 1 gap:\n/);
    });

    it("counts events and lines with --count", async () => {
        const { status, stdout } = await archive.run("verify", URI, "--count", "--json");
        assert.equal(status, 0);
        assert.deepEqual((JSON.parse(stdout) as Verification).counted, { events: 25, lines: 28 });
    });

    it("counts the events that read prints: a message may go on in the next object, or quote another time", async () => {
        const [key] = archive.dataKeys("day=02/").filter((one) => one.includes("/web-1/"));
        const text = gunzipSync(archive.body(key)).toString();
        // A trace that is cut between two objects, the first without a newline at its end.
        archive.put(key, gzipSync(`${text}2026-08-02T23:00:00.000Z Error: cut\n\tat pay`));
        archive.put(key.replace("000000", "000001"), gzipSync("\tat main\n2019-01-01T00:00:00.000Z quoted\n"));
        const { stdout } = await archive.run("verify", URI, "--count", "--json");
        const read = await archive.run(
            ...["read", URI, "--log-group", PAY, "--from", "2026-08-01", "--to", "2026-08-04"],
        );
        const lines = read.stdout.split("\n").length - 1;
        assert.match(read.stdout, /Error: cut\n\tat pay\n\tat main\n2019-01-01T00:00:00.000Z quoted\n/);
        assert.deepEqual((JSON.parse(stdout) as Verification).counted, { events: 26, lines });
        assert.equal(lines, 28 + 4);
    });

    it("names what is missing, changed or additional, and nothing else", async () => {
        const [missing, changed, resized] = archive.dataKeys();
        archive.remove(missing);
        const body = archive.body(changed);
        body[9] ^= 1; // the same size
        archive.put(changed, body);
        archive.put(resized, "short");
        const additional = resized.replace("000000.gz", "000001.gz");
        archive.put(additional, "more");
        assert.deepEqual(await findings(), [
            1,
            `missing: ${uriOf(missing)}`,
            `changed: ${uriOf(changed)}`,
            `changed: ${uriOf(resized)}`,
            `additional: ${uriOf(additional)}`,
        ]);
        const { status, stdout } = await archive.run("verify", URI);
        assert.equal(status, 1);
        assert.match(stdout, /4 findings: 1 missing, 2 changed, 1 additional\.\n$/);
    });

    it("names an export without evidence, and one that somebody began to delete", async () => {
        const [one, other] = archive.keys("_export-");
        archive.remove(one);
        const folder = other.slice(0, other.lastIndexOf("/") + 1);
        archive.put(`${folder}_deleting`, "{}");
        const unproven = one.slice(0, one.lastIndexOf("/") + 1);
        assert.deepEqual(await findings(), [1, `unproven: ${uriOf(unproven)}`, `being deleted: ${uriOf(folder)}`]);
    });

    it("does not believe a manifest that is none, of another format, of another export, or unverified", async () => {
        const keys = archive.keys("_export-");
        const manifests = keys.map((key) => JSON.parse(archive.body(key).toString()) as Record<string, unknown>);
        archive.put(keys[0], "{");
        archive.put(keys[1], JSON.stringify({ ...manifests[1], version: 2 }));
        archive.put(keys[2], JSON.stringify(manifests[1]));
        archive.put(keys[3], JSON.stringify({ ...manifests[3], verifiedAt: undefined }));
        const [status, ...found] = await findings();
        assert.equal(status, 1);
        assert.deepEqual(
            found.map((text) => text.split(":")[0]),
            ["invalid manifest", "invalid manifest", "invalid manifest", "unproven"],
        );
        const { stdout } = await archive.run("verify", URI);
        assert.match(stdout, /is no JSON: /);
        assert.match(stdout, /does not fit the schema of manifests: version must be equal to constant/);
        assert.match(stdout, /is that of another export: owner, task or prefix differ from its key/);
        assert.match(stdout, /its manifest says that it is not verified yet/);
    });

    it("compares number, size and digest where a manifest names no objects", async () => {
        const keys = archive.keys("_export-").slice(0, 3);
        for (const key of keys) {
            const manifest = JSON.parse(archive.body(key).toString()) as object;
            archive.put(key, JSON.stringify({ ...manifest, objects: undefined }));
        }
        assert.deepEqual(await findings(), [0]);
        const folders = keys.map((key) => key.slice(0, key.lastIndexOf("/") + 1));
        const objects = folders.map((folder) => archive.dataKeys(folder)[0]);
        archive.remove(objects[0]);
        archive.put(`${folders[1]}other`, "");
        const body = archive.body(objects[2]);
        body[9] ^= 1;
        archive.put(objects[2], body);
        assert.deepEqual(await findings(), [
            1,
            `missing: ${uriOf(folders[0])}`,
            `additional: ${uriOf(folders[1])}`,
            `changed: ${uriOf(folders[2])}`,
        ]);
    });

    it("finds with --count what cannot be decompressed", async () => {
        const [key] = archive.dataKeys();
        const whole = gzipSync(gunzipSync(archive.body(key)));
        archive.put(key, whole.subarray(0, whole.length - 12));
        const [status, ...found] = await findings("--count");
        assert.equal(status, 1);
        assert.deepEqual(found, [`changed: ${uriOf(key)}`, `unreadable: ${uriOf(key)}`]);
    });

    it("shows colours and progress to a terminal only", async () => {
        archive.remove(archive.dataKeys()[0]);
        const { stdout, stderr } = await archive.runAt({ isTTY: true, columns: 80 }, "verify", URI);
        assert.ok(stdout.startsWith("\u001b[31mmissing"));
        assert.match(stderr, /Exports verified: 0/);
        const plain = await archive.run("verify", URI);
        assert.ok(!plain.stdout.includes("\u001b") && plain.stderr === "");
    });

    for (const [what, args, message] of [
        [
            "no URI",
            ["verify", "audit-archive/audit"],
            /archive is "audit-archive\/audit", but must be an S3 URI, for example/,
        ],
        ["another bucket", ["verify", "s3://no-such-bucket"], /There is no bucket no-such-bucket\. Check its name/],
        [
            "another prefix",
            ["verify", `s3://${BUCKET}/audi`],
            /There is no export under s3:\/\/audit-archive\/audi\/\. Check/,
        ],
        ["an unknown option", ["verify", URI, "--counts"], /unknown option '--counts'[^]*Did you mean --count\?/],
        ["an unknown command", ["verfy", URI], /unknown command 'verfy'[^]*Did you mean verify\?/],
        ["no archive", ["verify"], /missing required argument 'archive'/],
    ] as const) {
        it(`ends with status 2 and says why: ${what}`, async () => {
            const { status, stderr, stdout } = await archive.run(...args);
            assert.equal(status, 2);
            assert.match(stderr, message);
            assert.equal(stdout, "");
        });
    }

    it("says which permissions it needs", async () => {
        archive.account.aws.faults.inject({
            operation: "ListObjectsV2",
            effect: { kind: "error", code: "AccessDenied", status: 403 },
        });
        const { status, stderr } = await archive.run("verify", URI);
        assert.equal(status, 2);
        assert.match(
            stderr,
            /S3 refused to show s3:\/\/audit-archive\/audit\/: .* needs s3:ListBucket .* s3:GetObject/,
        );
    });
});
