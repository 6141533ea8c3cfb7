import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lookUpLogGroups } from "../../components/logGroups/lookup";
import { findLogGroups } from "../../components/logGroups/selectLogGroups";
import { type Access } from "../../providers/aws/access";
import { NEEDS } from "../../providers/aws/calls";
import { explained } from "../../providers/aws/denial";
import { lifecycle as bucketContents } from "../../providers/bucketContents/lifecycle";
import { diagnose } from "../../providers/exportTask/diagnosis/diagnosis";
import { formatSeries } from "../../providers/exportTask/series";
import { ROOT } from "../package/project";
import { ACCOUNT, BUCKET, connectToSandbox, GROUP, RANGE, REGION } from "../support/account";
import { setMocks } from "../support/mocks";
import { Stage } from "./exportTask/proof/stage";

const ONCE = { disableClockSkewCorrection: true, maxAttempts: 1 };
const ACCESS: Access = { region: REGION, roles: [] };
const contents = { bucket: BUCKET, region: REGION, removalPolicy: "delete" } as const;

/** An action in which a call is refused, and its preparation, in which none is. */
interface Action {
    readonly title: string;
    readonly before?: (stage: Stage) => Promise<unknown>;
    readonly act: (stage: Stage, before: { id: string; outs: never }) => Promise<unknown>;
}

const delivers = (stage: Stage) =>
    bucketContents({ get: () => undefined }, (access) => connectToSandbox(access, stage.account.clock));
const running = (stage: Stage) => {
    stage.inject({ operation: "CreateExportTask", effect: { kind: "task", runMilliseconds: 600_000 } });
    return stage.create({ waitForCompletion: false });
};

const ACTIONS: readonly Action[] = [
    { title: "create", act: (stage) => stage.create() },
    { title: "create, where it is exported", before: (stage) => stage.create(), act: (stage) => stage.create() },
    {
        title: "create, of a series",
        act: (stage) => stage.create({ series: formatSeries({ from: RANGE.from, to: Infinity }) }),
    },
    {
        title: "update, of a task that runs",
        before: running,
        act: (stage, { id, outs }) => stage.account.provider().update(id, outs, stage.inputs()),
    },
    {
        title: "read, of a task that has ended since",
        before: (stage) => stage.create({ waitForCompletion: false }),
        act: (stage, { id, outs }) => stage.account.provider().read(id, outs),
    },
    {
        title: "read, of a task of somebody else",
        before: (stage) => stage.create(),
        act: (stage, { id }) => stage.account.provider().read(id, { region: REGION }),
    },
    {
        title: "delete, with the objects",
        before: (stage) => stage.create({ removalPolicy: "delete" }),
        act: (stage, { id, outs }) => stage.account.provider().delete(id, outs),
    },
    {
        title: "delete, of a task that runs",
        before: running,
        act: (stage, { id, outs }) => stage.account.provider().delete(id, outs),
    },
    { title: "create, of a bucket's contents", act: (stage) => delivers(stage).create(contents) },
    {
        title: "delete, of a bucket's contents",
        before: (stage) => stage.create(),
        act: (stage) => delivers(stage).delete(BUCKET, { ...contents, account: ACCOUNT }),
    },
    { title: "selectLogGroups", act: () => findLogGroups({ namePrefix: "/aws/", region: REGION }, ONCE) },
    { title: "a preview's look-up", act: () => lookUpLogGroups([GROUP], { region: REGION }, ONCE) },
];

/** Actions that continue without the refused call, silently. */
const GOES_ON: Readonly<Record<string, string>> = {
    "a preview's look-up: DescribeAccountPolicies": "the preview knows one reason less for which log data may be gone",
    "update, of a task that runs: GetObject": "its end is seen, and its objects are there",
    "read, of a task that has ended since: GetObject": "the next up verifies it",
    "read, of a task of somebody else: GetObject": "the objects speak for themselves; up warns when it relies on them",
    "delete, of a task that runs: ListObjectsV2": "without owners to be seen, the task is its own",
};

describe("an AWS call that is refused", () => {
    const stage = new Stage();
    const environment = { ...process.env };
    before(() => setMocks({ config: { "aws:region": REGION } }));
    beforeEach(() => stage.open());
    afterEach(() => stage.close());
    after(() => void (process.env = environment));

    const asked = (from: number) => new Set(stage.account.aws.requests.slice(from).map(({ operation }) => operation));

    /** What a user sees of an action: its error, its warnings, its result. */
    async function seenOf({ before, act }: Action, refused?: string): Promise<{ seen: string; calls: Set<string> }> {
        const prepared = (await before?.(stage)) as { id: string; outs: never };
        stage.account.said.length = 0;
        const from = stage.account.aws.requests.length;
        if (refused) stage.refuse(refused);
        const outcome = await act(stage, prepared).catch((error: Error) => error.message);
        return {
            seen: `${stage.said}\n${typeof outcome === "string" ? outcome : JSON.stringify(outcome)}`,
            calls: asked(from),
        };
    }

    it("is one of those whose permissions are listed", () => {
        const sources = ["providers", "components", "commands"].flatMap((folder) =>
            readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
                .filter((path) => path.endsWith(".ts"))
                .map((path) => readFileSync(join(ROOT, folder, path), "utf8")),
        );
        const made = sources.flatMap((source) =>
            [...source.matchAll(/new (\w+)Command\(|\bpaginate([A-Z]\w+)\(/g)].map(([, one, paged]) => one ?? paged),
        );
        const byTheSdk = ["AssumeRole", "AssumeRoleWithWebIdentity"];
        assert.deepEqual([...new Set([...made, ...byTheSdk])].sort(), Object.keys(NEEDS).sort());
    });

    for (const action of ACTIONS) {
        it(`in ${action.title} says what was tried, on what, what the answer was, and what to grant`, async () => {
            const { calls } = await seenOf(action);
            for (const operation of calls) {
                await stage.close();
                await stage.open();
                const { seen } = await seenOf(action, operation);
                const { permissions } = NEEDS[operation];
                const where = `${action.title}: ${operation}`;
                if (where in GOES_ON) {
                    assert.doesNotMatch(seen, /was refused/, where);
                    continue;
                }
                assert.match(seen, /injected by a test/, `${where}: AWS's own words in ${seen}`);
                const grant =
                    permissions.length > 0
                        ? `(G|g)rant the caller ${permissions.join(" and ")} on `
                        : "needs no permission";
                assert.match(seen, new RegExp(grant), `${where}: ${seen}`);
                assert.ok(seen.includes(operation), `${where}: ${seen}`);
            }
        });
    }

    it("goes on without saying so only where that is listed", () => {
        const known = ACTIONS.map(({ title }) => title);
        for (const where of Object.keys(GOES_ON)) assert.ok(known.includes(where.split(": ")[0]), where);
    });

    it("to explain another refusal only makes that say less", async () => {
        for (const operation of ["HeadBucket", "GetBucketPolicy", "GetBucketEncryption", "DescribeLogGroups"])
            stage.refuse(operation);
        const context = { inputs: stage.inputs(), aws: connectToSandbox(ACCESS, stage.account.clock) };
        for (const suspect of ["log group", "class", "range"] as const) {
            assert.equal(await diagnose(suspect, context), undefined, suspect);
        }
        assert.match((await diagnose("grant", context)) ?? "", /may not use it: .* or the caller lacks s3:ListBucket/);
    });

    for (const [roles, webIdentity, operation] of [
        [[{ roleArn: "arn:aws:iam::123456789012:role/exporter" }], undefined, "AssumeRole"],
        [
            [],
            { roleArn: "arn:aws:iam::123456789012:role/exporter", webIdentityToken: "t" },
            "AssumeRoleWithWebIdentity",
        ],
    ] as const) {
        it(`for credentials (${operation}) is not taken for one of the call that needed them`, async () => {
            stage.refuse(operation);
            const aws = connectToSandbox({ region: REGION, roles, webIdentity }, stage.account.clock);
            const error: unknown = await aws.caller().catch((one: unknown) => one);
            assert.match(
                explained(error),
                new RegExp(
                    `^${operation} \\(sts:${operation} on arn:aws:iam::123456789012:role/exporter\\) was refused: .*injected by a test.*` +
                        `Grant the caller sts:${operation} on arn:aws:iam::123456789012:role/exporter; the role's trust policy must`,
                ),
            );
        });
    }
});
