import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ExportBucket, ExportTask, InputError, LogExport } from "../../index";
import { lifecycle } from "../../providers/exportTask/lifecycle";
import { type Mocked, setMocks } from "../support/mocks";
import { argsOf, assertTold, type BadInput, OCTOBER } from "./badInput";

const NOW = Date.parse("2026-11-20T00:00:00Z");
const TASK = { logGroupName: "/aws/lambda/payments", ...OCTOBER, destination: "audit-archive" };
export const EXPORT = { logGroups: ["/aws/lambda/payments"], ...OCTOBER };

/** A test for each row: the error is thrown before anything is registered, except what the arguments consist of. */
export function refusedBy(who: string, rows: readonly BadInput[], declare: (args: object) => unknown): void {
    describe("inputs that are wrong", () => {
        describe(`are refused by ${who}`, () => {
            let program: Mocked;
            beforeEach(async () => {
                program = await setMocks();
            });
            afterEach(() => program.settle());

            for (const row of rows) {
                it(row.what, async () => {
                    const args = argsOf(row);
                    await program.settle();
                    const before = program.registrations.length;
                    assert.throws(
                        () => declare(args),
                        (error: unknown) => {
                            assert.ok(error instanceof InputError, String(error));
                            assert.ok(pulumi.RunError.isInstance(error), "Pulumi shows it without a stack");
                            assertTold(error.failures, row);
                            for (const { reason } of error.failures) assert.ok(error.message.includes(reason));
                            return true;
                        },
                    );
                    await program.settle();
                    assert.equal(program.registrations.length, before, "nothing was registered");
                });
            }
        });
    });
}

export const refusedByExportBucket = (rows: readonly BadInput[]) =>
    refusedBy("ExportBucket", rows, (args) => new ExportBucket("archive", args as never));

export const refusedByLogExport = (rows: readonly BadInput[]) =>
    refusedBy("LogExport", rows, (args) => new LogExport("audit", { ...EXPORT, ...args } as never));

/** In the program, and again in the provider, where Outputs are known, too. */
export function refusedByExportTask(rows: readonly BadInput[]): void {
    refusedBy("ExportTask in the program", rows, (args) => new ExportTask("october", { ...TASK, ...args } as never));
    refusedByTheProvider(rows);
}

export function refusedByTheProvider(rows: readonly BadInput[]): void {
    describe("inputs that are wrong", () => {
        describe("are refused by ExportTask in the provider", () => {
            let program: Mocked;
            beforeEach(async () => {
                program = await setMocks();
            });
            afterEach(() => program.settle());

            for (const row of rows) {
                it(row.what, async () => assertTold(await check({ shortUrn: "urn", ...argsOf(row) }), row));
            }
        });
    });
}

/** The provider's check of an export with these inputs. It calls no service and does not wait. */
export async function check(inputs: object) {
    const provider = lifecycle(
        { get: () => undefined },
        {
            clock: { now: () => NOW, sleep: () => Promise.reject(new Error("a check waits for nothing")) },
            wallTime: () => NOW,
            connect: () => {
                throw new Error("a check asks AWS nothing");
            },
            environmentRegion: () => Promise.resolve(undefined),
            displayMode: () => "sparse",
            linesOf: () => ({ status: () => undefined, warn: () => undefined, arrived: () => Promise.resolve() }),
            isEngineAlive: () => Promise.resolve(true),
            newOwner: () => "owner",
        },
    );
    return (await provider.check(undefined, { ...TASK, region: "eu-central-1", ...inputs })).failures;
}
