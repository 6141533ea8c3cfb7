import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "../../../components/logExport/logExport";
import { ExportTask, type ExportTaskArgs } from "../../../providers/exportTask/resource";
import { EXPORT_TASK, type MockOptions, quiet, type Registration, withRejections } from "../../support/mocks";
import { BASE, Stage } from "../../components/logExport/stage";

const OCTOBER: ExportTaskArgs = {
    logGroupName: "/aws/lambda/payments",
    from: "2026-10-01T00:00:00Z",
    to: "2026-11-01T00:00:00Z",
    destination: "audit-archive",
};

/** A promise, and the function that resolves it. */
function later<T>() {
    let come: (value: T) => void = () => undefined;
    const value = new Promise<T>((resolve) => (come = resolve));
    return { value, come };
}

class Group extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("test:index:Group", name, {}, opts);
    }
}

describe("the gate of exports", () => {
    const stage = new Stage();
    const task = (name: string, args: Partial<ExportTaskArgs> = {}, opts?: pulumi.CustomResourceOptions) =>
        new ExportTask(name, { ...OCTOBER, ...args }, opts);
    const DAYS = { from: "2026-10-01T00:00:00Z", to: "2026-10-07T00:00:00Z", splitBy: "day" as const };
    let running: { registration: Registration; finish: () => void; fail: () => void }[];
    let most: number;

    /** Registrations of exports take until the test completes them. */
    const held: MockOptions = {
        onRegister: (registration) => {
            if (registration.type !== EXPORT_TASK) return;
            return new Promise<void>((resolve, reject) => {
                const end = (then: () => void) => () => {
                    running.splice(running.indexOf(entry), 1);
                    then();
                };
                const entry = { registration, finish: end(resolve), fail: end(() => reject(new Error("failed"))) };
                running.push(entry);
                most = Math.max(most, running.length);
            });
        },
    };
    const finishAll = async () => {
        while (running.length > 0) {
            running[0].finish();
            await quiet();
        }
        await stage.program.settle();
    };

    beforeEach(() => {
        running = [];
        most = 0;
    });

    it("lets at most two exports of an account and Region in at a time, in order", async () => {
        await stage.begin(held);
        new LogExport("audit", { ...BASE, ...DAYS });
        await quiet();
        assert.equal(stage.tasks().length, 2);
        running[0].finish();
        await quiet();
        assert.equal(stage.tasks().length, 3, "one out, one in");
        await finishAll();
        assert.equal(stage.tasks().length, 6);
        assert.equal(most, 2);
        assert.deepEqual(
            stage.tasks().map(({ name }) => /2026100\d/.exec(name)?.[0]),
            ["20261001", "20261002", "20261003", "20261004", "20261005", "20261006"],
        );
    });

    it("is shared by all exports of a program, however they are declared and given their Region", async () => {
        await stage.begin({ ...held, config: { "aws:region": "eu-central-1" } });
        new LogExport("first", { ...BASE, ...DAYS, region: "eu-central-1" });
        new LogExport("second", { ...BASE, ...DAYS, region: "eu-central-1", destinationPrefix: "second" });
        task("third");
        await quiet();
        assert.equal(stage.tasks().length, 2);
        await finishAll();
        assert.equal(stage.tasks().length, 13);
        assert.equal(most, 2);
    });

    it("is another one for another Region, and for another role", async () => {
        await stage.begin(held);
        new LogExport("ireland", { ...BASE, ...DAYS, region: "eu-west-1" });
        new LogExport("north", { ...BASE, ...DAYS, region: "eu-north-1" });
        new LogExport("other", {
            ...BASE,
            ...DAYS,
            region: "eu-north-1",
            assumeRoleArn: "arn:aws:iam::999999999999:role/exporter",
        });
        await quiet();
        const count = (name: string) => stage.names().filter((one) => one.startsWith(name)).length;
        assert.deepEqual(["ireland", "north", "other"].map(count), [2, 2, 2]);
        await finishAll();
        assert.deepEqual(["ireland", "north", "other"].map(count), [6, 6, 6]);
    });

    it("does not hold up anything else, nor makes one export depend on another", async () => {
        await stage.begin(held);
        new LogExport("audit", { ...BASE, ...DAYS });
        for (let one = 1; one <= 12; one++) task(`october-${one}`);
        new aws.cloudwatch.LogGroup("unrelated");
        await quiet();
        assert.notEqual(stage.program.find("LogGroup", "unrelated").urn, "", "registered while exports wait");
        await finishAll();
        const urns = stage.tasks().map(({ urn }) => urn);
        for (const { dependencies } of stage.tasks()) {
            assert.deepEqual(
                dependencies.filter((urn) => urns.includes(urn)),
                [],
            );
        }
    });

    it("lets the next one in when one fails", async () => {
        const rejections = await withRejections(async () => {
            await stage.begin(held);
            new LogExport("audit", { ...BASE, ...DAYS });
            await quiet();
            while (running.length > 0) {
                running[0].fail();
                await quiet();
            }
            await stage.program.settle();
        });
        assert.equal(stage.tasks().length, 6);
        assert.equal(most, 2);
        assert.ok(rejections.every((reason) => /failed to register/.test((reason as Error).message)));
    });

    it("is not entered by an export with an argument or a dependency that fails", async () => {
        const rejections = await withRejections(async () => {
            await stage.begin(held);
            const broken = () => pulumi.output(Promise.reject<string>(new Error("no such value")));
            for (const name of ["a", "b", "c"]) task(name, { destination: broken() });
            for (const name of ["d", "e", "f"]) task(name, {}, { dependsOn: broken() as never });
            await quiet();
            task("last");
            await quiet();
            await finishAll();
        });
        assert.deepEqual(stage.names(), ["last"]);
        assert.ok(rejections.length >= 6);
    });

    const waitsFor: Record<string, (late: Promise<never>) => ExportTask> = {
        "an argument": (late) => task("waiting", { logGroupName: late }),
        "its bucket": (late) => task("waiting", { destination: pulumi.output(late) }),
        "a nested argument": (late) => task("waiting", { triggers: [{ version: pulumi.output(late) }] }),
        "a dependency that is a promise": (late) => task("waiting", {}, { dependsOn: late }),
        "a dependency among others": (late) => task("waiting", {}, { dependsOn: [pulumi.output(late)] }),
        "a component's child": (late) => {
            const group = new Group("group");
            new aws.cloudwatch.LogGroup("child", { name: late }, { parent: group });
            return task("waiting", {}, { dependsOn: group });
        },
        "its parent": (late) => task("waiting", {}, { parent: new Group("group", { dependsOn: late }) }),
        "its replacementTrigger": (late) => task("waiting", {}, { replacementTrigger: late }),
        "a part of its replacementTrigger": (late) =>
            task("waiting", {}, { replacementTrigger: { version: pulumi.output(late) } as never }),
        "an alias": (late) => task("waiting", {}, { aliases: [pulumi.output(late)] }),
        "the stack of an alias": (late) => task("waiting", {}, { aliases: [{ stack: pulumi.output(late) }] }),
        "the parent of an alias": (late) =>
            task("waiting", {}, { aliases: [{ parent: new Group("group", { dependsOn: late }) }] }),
        "the parent of an alias that a transformation adds": (late) => {
            const aliases = [{ parent: new Group("group", { dependsOn: late }) }];
            const adds: pulumi.ResourceTransformation = ({ props, opts }) => ({
                props,
                opts: pulumi.mergeOptions(opts, { aliases }),
            });
            return task("waiting", {}, { transformations: [adds] });
        },
        "a value that a transformation adds": (late) =>
            task(
                "waiting",
                {},
                { transformations: [({ props, opts }) => ({ props: { ...props, taskNamePrefix: late }, opts })] },
            ),
    };
    for (const [what, declare] of Object.entries(waitsFor)) {
        it(`has no place for an export that still waits for ${what}`, async () => {
            const { value, come } = later<never>();
            await stage.begin(held);
            declare(value);
            task("ready");
            await quiet();
            task("also-ready");
            await quiet();
            assert.deepEqual(running.map(({ registration }) => registration.name).sort(), ["also-ready", "ready"]);
            come((what.includes("depend") || /parent/.test(what) ? [] : "value") as never);
            await quiet();
            assert.equal(stage.tasks().length, 2, "it waits like everybody else");
            await finishAll();
            assert.deepEqual(stage.names(), ["ready", "also-ready", "waiting"]);
        });
    }

    it("lets a LogExport end that another one waits for, though it is ready later", async () => {
        const { value: region, come } = later<string>();
        await stage.begin(held);
        const first = new LogExport("first", { ...BASE, ...DAYS, region });
        new LogExport("second", { ...BASE, ...DAYS, region: "eu-central-1" }, { dependsOn: first });
        await quiet();
        assert.equal(stage.tasks().length, 0);
        come("eu-central-1");
        await quiet();
        await finishAll();
        assert.equal(stage.tasks().length, 12);
        assert.ok(
            stage
                .names()
                .slice(0, 6)
                .every((name) => name.startsWith("first")),
        );
    });

    it("does not remember a run that was broken off, which another one in the same process may follow", async () => {
        await stage.begin(held);
        new LogExport("audit", { ...BASE, ...DAYS });
        await quiet();
        assert.equal(running.length, 2, "and they never end");
        const brokenOff = running.splice(0);
        await stage.begin(held);
        new LogExport("audit", { ...BASE, ...DAYS });
        await quiet();
        await finishAll();
        assert.equal(stage.tasks().length, 6);
        brokenOff.forEach(({ finish }) => finish());
    });

    it("is open in a preview, which shows all exports at once", async () => {
        await stage.begin({ ...held, preview: true });
        new LogExport("audit", { ...BASE, ...DAYS });
        task("october");
        await quiet();
        assert.equal(stage.tasks().length, 7);
        await finishAll();
    });

    it("adds nothing to what an export depends on", async () => {
        await stage.begin();
        task("october");
        task("november");
        task("december");
        await stage.program.settle();
        for (const { dependencies } of stage.tasks()) assert.deepEqual(dependencies, []);
    });
});
