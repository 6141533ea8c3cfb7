import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { throughGate } from "../../../components/logExport/gate";
import { LogExport } from "../../../components/logExport/logExport";
import {
    EXPORT_TASK,
    type MockOptions,
    promiseOf,
    quiet,
    type Registration,
    urnOf,
    withRejections,
} from "../../support/mocks";
import { BASE, Stage } from "./stage";

describe("LogExport", () => {
    const stage = new Stage();

    describe("the gate", () => {
        const DAYS = { from: "2026-10-01T00:00:00Z", to: "2026-10-07T00:00:00Z", splitBy: "day" as const };
        let running: { registration: Registration; finish: () => void; fail: () => void }[];
        let most: number;

        /** Registrations of exports take until they are told to finish. */
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

        it("is shared by all LogExports of a program", async () => {
            await stage.begin(held);
            new LogExport("first", { ...BASE, ...DAYS });
            new LogExport("second", { ...BASE, ...DAYS, destinationPrefix: "second" });
            await quiet();
            assert.equal(stage.tasks().length, 2);
            await finishAll();
            assert.equal(stage.tasks().length, 12);
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

        it("lets the next one in when an argument of one fails", async () => {
            await stage.begin();
            const slot = Promise.resolve("an argument that fails");
            class Thing extends pulumi.CustomResource {
                constructor(name: string, props: pulumi.Inputs) {
                    super("test:index:Thing", name, props);
                }
            }
            const broken = pulumi.output(Promise.reject<string>(new Error("no such value")));
            await withRejections(async () => {
                for (const name of ["a", "b", "c"]) throughGate(slot, (turn) => new Thing(name, { turn, broken }));
                await quiet();
                const last = throughGate(slot, (turn) => new Thing("last", { turn }));
                assert.equal(await promiseOf(last.urn), urnOf("test:index:Thing", "last"));
            });
            assert.deepEqual(
                stage.program.registrations.map(({ name }) => name),
                ["last"],
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
            await quiet();
            assert.equal(stage.tasks().length, 6);
            await finishAll();
        });
    });
});
