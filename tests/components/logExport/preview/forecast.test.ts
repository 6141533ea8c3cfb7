import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { forecast, type Forecast, type ForecastSources } from "../../../../components/logExport/preview/forecast";
import { LogExport } from "../../../../components/logExport/logExport";
import { planExports } from "../../../../components/logExport/plan";
import { exportSettings } from "../../../../components/logExport/settings";
import { type ExportTask } from "../../../../providers/exportTask/resource";
import { type MockOptions, setMocks } from "../../../support/mocks";
import { loggedBy } from "../../../support/pulumiLog";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const RANGE = { from: "2026-10-01T00:00:00Z", to: "2026-10-03T00:00:00Z", splitBy: "day" } as const;
const PLACE = { region: "eu-central-1", profile: undefined, assumeRoleArn: undefined };
const found = (storedBytes: number) => ({
    groups: new Map([["/a", { name: "/a", creationTime: NOW - 100 * 86_400_000, storedBytes }]]),
});

/** An output that is unknown in a preview. */
const unknown = <T>() =>
    new (pulumi.Output as unknown as new (...args: unknown[]) => pulumi.Output<T>)(
        new Set(),
        Promise.resolve(undefined),
        Promise.resolve(false),
        Promise.resolve(false),
        Promise.resolve(new Set()),
    );

/** The log of a program. */
function saidBy(options: MockOptions, run: () => void): Promise<string[]> {
    return loggedBy(async () => {
        const program = await setMocks(options);
        run();
        await program.settle();
    });
}

describe("the forecast of a preview", () => {
    const asked: string[][] = [];
    const outside: ForecastSources = {
        now: () => NOW,
        lookUp: (names) => {
            asked.push([...names]);
            return Promise.resolve(found(1e10));
        },
        patienceMs: 1_000,
    };
    const tell = (changes: Partial<Forecast> = {}, areDone = [false, false], more: Partial<ForecastSources> = {}) => {
        asked.length = 0;
        return saidBy({ preview: true }, () => {
            const plan = planExports(exportSettings({ ...RANGE, logGroups: ["/a"] }), NOW);
            const tasks = areDone.map((isDone) => ({ taskId: isDone ? pulumi.output("id") : unknown() }) as ExportTask);
            const component = new pulumi.ComponentResource("test:index:Component", "component");
            forecast(component, { plan, tasks, splitBy: "day", place: PLACE, ...changes }, { ...outside, ...more });
        });
    };

    it("is said once, of what is due", async () => {
        const [info, ...rest] = await tell({}, [true, false]);
        assert.match(
            info,
            /^info: declares 2 exports: .*; to run: 1 export: 1 log group × 1 day, 2026-10-02 to 2026-10-03\. .* 10 GB/,
        );
        assert.deepEqual(rest, []);
        assert.deepEqual(asked, [["/a"]]);
    });

    it("asks nobody where nothing is due", async () => {
        const said = await tell({}, [true, true]);
        assert.deepEqual(said, [
            "info: declares 2 exports: 1 log group × 2 days, 2026-10-01 to 2026-10-03; none to run",
        ]);
        assert.deepEqual(asked, []);
    });

    it("is not said by up", async () => {
        const said = await saidBy({ preview: false }, () => {
            new LogExport("audit", { ...RANGE, logGroups: ["/a"], bucket: { existing: "archive" } });
        });
        assert.deepEqual(said, []);
    });

    it("is said by every LogExport of a preview", async () => {
        const said = await saidBy({ preview: true }, () => {
            new LogExport("audit", { ...RANGE, logGroups: ["/a"], bucket: { existing: "archive" } });
        });
        // The mocks know every task.
        assert.deepEqual(said, [
            "info: declares 2 exports: 1 log group × 2 days, 2026-10-01 to 2026-10-03; none to run",
        ]);
    });

    it("says in one line why nothing could be looked up, and goes on", async () => {
        const failure = "Could not load credentials\n    at somewhere";
        const [info, ...rest] = await tell({}, undefined, {
            lookUp: () => Promise.resolve({ groups: new Map(), failure }),
        });
        assert.match(info, /could not be looked up \(Could not load credentials\); /);
        assert.deepEqual(rest, []);
    });

    it("waits no longer than it has patience", async () => {
        const silent = { lookUp: () => new Promise<never>(() => undefined), patienceMs: 20 };
        const [info] = await tell({}, undefined, silent);
        assert.match(info, /could not be looked up \(no answer within 0.02 s\)/);
    });

    it("does not ask before it knows where", async () => {
        const [info] = await tell({ place: { ...PLACE, region: unknown<string>() } });
        assert.match(info, /could not be looked up \(the Region is not known yet\)/);
        assert.deepEqual(asked, []);
    });

    it("counts what several LogExports take in one slot, and not what they take in others", async () => {
        const lookUp = () => Promise.resolve(found(1e13));
        const said = await saidBy({ preview: true }, () => {
            const plan = planExports(exportSettings({ ...RANGE, logGroups: ["/a"] }), NOW);
            const tasks = plan.map(() => ({ taskId: unknown() }) as ExportTask);
            for (const region of ["eu-central-1", "eu-west-1", "eu-central-1"]) {
                const component = new pulumi.ComponentResource("test:index:Component", "component");
                forecast(
                    component,
                    { plan, tasks, splitBy: "day", place: { ...PLACE, region } },
                    { ...outside, lookUp },
                );
            }
        });
        const warnings = said.filter((message) => message.startsWith("warn"));
        assert.equal(warnings.length, 1, said.join("\n"));
        assert.match(warnings[0], /^warn: Together with the other exports .* does not fit into a day: about 40 h/);
    });
});
