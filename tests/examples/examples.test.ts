import * as assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bucketPolicy } from "../../components/bucketPolicy";
import { OperationResult } from "../../sandbox/engine";
import { messagesOf, succeeded } from "../engine/stage";
import { ROOT } from "../package/project";
import { ACCOUNT, REGION } from "../support/account";
import { Stage } from "./stage";

type Config = Readonly<Record<string, unknown>>;

interface Case {
    readonly exports: number;
    /** Brings about what the example finds, and gives its config. */
    prepare(stage: Stage): Config | Promise<Config>;
    /** What this example alone has to show. */
    check?(outputs: OperationResult["outputs"]): void;
}

const RANGE = { from: "2026-10-05T00:00:00Z", to: "2026-10-19T00:00:00Z" };
const BUCKET = "shop-archive";

const cases: Readonly<Record<string, Case>> = {
    "first-export": {
        exports: 2,
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            return { logGroups: ["/shop/payments"], days: ["2026-10-05", "2026-10-07"] };
        },
    },
    "shared-bucket": {
        exports: 4,
        prepare: (stage) => {
            for (const group of ["/shop/payments", "/shop/logins", "/shop/frontend"]) stage.fill(group, "one", RANGE);
            return RANGE;
        },
    },
    "existing-bucket": {
        exports: 1,
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            stage.aws.seed({ buckets: [{ name: BUCKET, region: REGION }] });
            return { bucketName: BUCKET, ...RANGE };
        },
    },
    "log-groups-made-here": {
        exports: 2,
        prepare: async (stage) => {
            const { outputs } = succeeded(await stage.run("up", {}));
            const november = { from: "2026-11-20T12:00:00Z", to: "2026-12-01T00:00:00Z" };
            for (const group of outputs.logGroupNames as string[]) stage.fill(group, "one", november);
            stage.putClockForward("2026-12-02T00:00:00Z");
            return { months: ["2026-11"] };
        },
    },
    scheduled: {
        exports: 0, // they are started in AWS, later
        prepare: (stage) => {
            stage.fill("/shop/payments", "one", RANGE);
            return { namePrefix: "/shop/", from: RANGE.from };
        },
        check: ({ stateMachineArn }) => assert.match(String(stateMachineArn), /^arn:aws:states:/),
    },
    "single-task": {
        exports: 1,
        prepare: async (stage) => {
            for (const stream of ["eu-1", "us-1"]) stage.fill("/shop/payments", stream, RANGE);
            const grant = { region: REGION, bucketArn: `arn:aws:s3:::${BUCKET}`, sourceAccounts: [ACCOUNT] };
            stage.aws.seed({ buckets: [{ name: BUCKET, region: REGION, policy: bucketPolicy(grant) }] });
            const earlier = {
                from: 0,
                to: Date.parse(RANGE.from),
                destination: BUCKET,
                logGroupName: "/shop/payments",
            };
            const { taskId } = await stage.aws.control.startForeignTask({ region: REGION, ...earlier });
            await stage.aws.control.endTask(taskId, "COMPLETED");
            return { destination: BUCKET, ...RANGE, taskId };
        },
        check: ({ objectCount, earlierTask }) => {
            assert.equal(objectCount, 1, "only the streams of the prefix");
            assert.equal((earlierTask as Record<string, unknown>).status, "COMPLETED");
        },
    },
};

describe("examples", function () {
    this.timeout(120_000);
    let told: ReadonlyMap<string, Promise<void>>;

    before(() => {
        told = inTwoLanes(Object.keys(cases), tell);
    });

    it("have a case each", () => {
        const folders = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => name);
        assert.deepEqual(folders.sort(), Object.keys(cases).sort());
    });

    for (const example of Object.keys(cases)) {
        it(`${example}: preview, up, nothing to do, destroy`, () => told.get(example));
    }
});

/** The programs run in processes of their own, so two at a time take little longer than one. */
function inTwoLanes(names: readonly string[], run: (name: string) => Promise<void>): Map<string, Promise<void>> {
    const runs = new Map<string, Promise<void>>();
    const lanes = [Promise.resolve(), Promise.resolve()];
    names.forEach((name, index) => {
        const turn = lanes[index % 2].then(() => run(name));
        runs.set(name, turn);
        lanes[index % 2] = turn.catch(() => undefined); // its own test reports it
    });
    return runs;
}

async function tell(example: string): Promise<void> {
    const stage = await Stage.open(example);
    try {
        await tellOn(stage, cases[example]);
    } finally {
        await stage.close();
    }
}

async function tellOn(stage: Stage, { exports, prepare, check }: Case): Promise<void> {
    const config = await prepare(stage);

    const preview = succeeded(await stage.run("preview", config));
    assert.ok(preview.changes.create >= exports, messagesOf(preview));
    assert.equal(stage.exportsStarted(), 0, "a preview starts nothing");

    const up = succeeded(await stage.run("up", config));
    assert.equal(stage.exportsStarted(), exports);
    const proofs = exportsOf(up).map(({ verified, objectCount }) => verified === true && Number(objectCount) > 0);
    assert.deepEqual(proofs, Array<boolean>(exports).fill(true), "each is verified and holds data");
    check?.(up.outputs);

    const again = succeeded(await stage.run("up", config));
    const changed = Object.keys(again.changes).filter((op) => op !== "same" && op !== "read");
    assert.deepEqual(changed, [], messagesOf(again));
    assert.equal(stage.exportsStarted(), exports);

    const destroy = succeeded(await stage.run("destroy", config));
    assert.deepEqual(destroy.resources, []);
}

/** The outputs of the exports that a run declared; those that it only reads are not among them. */
function exportsOf({ resources }: OperationResult) {
    return resources
        .filter(({ type, external }) => type.endsWith(":ExportTask") && !external)
        .map(({ outputs }) => outputs ?? {});
}
