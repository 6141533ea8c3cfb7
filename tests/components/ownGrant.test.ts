import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket } from "../../components/exportBucket";
import { LogExport, LogExportArgs } from "../../components/logExport";
import { ownGrant } from "../../components/ownGrant";
import { InputError } from "../../providers/exportTask/inputError";
import { Mocked, setMocks, warningsOf } from "../support/mocks";

const RANGE = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
const ARGS: LogExportArgs = { logGroups: ["/shop/a", "/shop/b"], ...RANGE, destinationPrefix: "audit" };

describe("the bucket of a LogExport", () => {
    let program: Mocked;
    beforeEach(async () => {
        program = await setMocks();
    });
    afterEach(() => program.settle());

    const policy = () =>
        JSON.parse(program.ofType("BucketPolicy")[0].inputs.policy as string) as {
            Statement: { Resource: unknown; Condition: { ArnLike: Record<string, unknown> } }[];
        };

    it("is open to its log groups, under its prefix", async () => {
        new LogExport("audit", ARGS);
        await program.settle();
        const [acl, put] = policy().Statement;
        const arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/shop/";
        for (const { Condition } of [acl, put]) {
            assert.deepEqual(Condition.ArnLike["aws:SourceArn"], [`${arn}a`, `${arn}a:*`, `${arn}b`, `${arn}b:*`]);
        }
        assert.equal(put.Resource, "arn:aws:s3:::audit-bucket-1a2b3c/audit/*");
    });

    it("has the same policy when ranges are added, night after night", () => {
        const night = (day: number) => ({ from: `2026-10-0${day}T00:00:00Z`, to: `2026-10-0${day + 1}T00:00:00Z` });
        const grants = [1, 2, 3].map((count) => {
            const timeRanges = Array.from({ length: count }, (_, index) => ({
                ...night(index + 1),
                destinationPrefix: `audit/night-${index + 1}`,
            }));
            return ownGrant({ logGroups: ["/shop/a"], timeRanges });
        });
        assert.deepEqual(grants[0], { sourceLogGroups: ["/shop/a"], destinationPrefixes: ["audit"] });
        for (const grant of grants) assert.deepEqual(grant, grants[0]);
    });

    it("is open to every prefix where these cannot be told: a function, wildcards, very many, a transform", () => {
        const many = Array.from({ length: 11 }, (_, n) => ({ ...RANGE, destinationPrefix: `p${n}` }));
        const prefixes = (args: Partial<LogExportArgs>) => ownGrant({ ...ARGS, ...args }).destinationPrefixes;
        assert.equal(prefixes({ layout: ({ logGroupName }) => logGroupName.slice(1) }), undefined);
        assert.equal(prefixes({ destinationPrefix: "what*" }), undefined);
        assert.equal(prefixes({ timeRanges: many }), undefined);
        assert.deepEqual(ownGrant({ ...ARGS, transform: { exportTask: {} } }), {});
        assert.deepEqual(prefixes({ destinationPrefix: undefined }), ["exportedlogs"]);
    });

    it("can be opened wider, or narrower, by its own arguments", async () => {
        new LogExport("audit", { ...ARGS, bucket: { sourceLogGroups: ["/shop/*"] } });
        await program.settle();
        const [acl] = policy().Statement;
        assert.deepEqual(acl.Condition.ArnLike["aws:SourceArn"], [
            "arn:aws:logs:eu-central-1:123456789012:log-group:/shop/*",
        ]);
    });

    const refused: [what: string, second: () => LogExportArgs, allowed: RegExp][] = [
        [
            "other log groups",
            () => ({ ...ARGS, logGroups: ["/shop/c"] }),
            /open to \/shop\/c-.*open to log groups \/shop\/a, \/shop\/b/,
        ],
        ["another prefix", () => ({ ...ARGS, destinationPrefix: "auditors" }), /under prefixes audit/],
    ];
    for (const [what, second, allowed] of refused) {
        it(`is refused to another LogExport for ${what}, before anything is made`, () => {
            const { bucket } = new LogExport("audit", ARGS);
            assert.throws(
                () => new LogExport("more", { ...second(), bucket }),
                (error: unknown) => {
                    assert.ok(error instanceof InputError);
                    assert.match(error.message, allowed);
                    assert.match(error.message, /declare an ExportBucket and give it to each of them/);
                    return true;
                },
            );
        });
    }

    it("takes another LogExport of the same groups below the same prefix, and an open bucket any", () => {
        const { bucket } = new LogExport("audit", ARGS);
        new LogExport("more", { ...ARGS, logGroups: ["/shop/b"], destinationPrefix: "audit/again", bucket });
        const shared = new ExportBucket("shared", { sourceLogGroups: [pulumi.output("/x"), "/y"] });
        new LogExport("third", { ...ARGS, bucket: shared }); // an Output may turn out to be any
    });

    it("warns of deleteObjects where objects are locked", async () => {
        const warnings = await warningsOf(async () => {
            const bucket = { objectLock: { mode: "GOVERNANCE", days: 1 } } as const;
            new LogExport("audit", { ...ARGS, onDestroy: "deleteObjects", bucket });
            await program.settle();
        });
        assert.match(warnings.join("\n"), /exported objects are locked, so onDestroy: "deleteObjects" fails/);
    });
});
