import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cases } from "./differential/cases";
import { Arena } from "./differential/compare";
import type { Observation } from "./differential/observation";
import type { Call } from "./differential/provider";
import type { Operation, Sequence } from "./differential/sequence";
import { engines } from "./stage";

/** The calls of a method, by the names of their resources, sorted. */
function called(observation: Observation, method: string): string[] {
    return callsOf(observation, method)
        .map(({ name }) => name)
        .sort();
}

function callsOf(observation: Observation, method: string): Call[] {
    return observation.calls.map((call) => JSON.parse(call) as Call).filter((call) => call.method === method);
}

function stateOf(observation: Observation, name: string): Record<string, unknown> {
    const found = observation.state.find(({ urn }) => String(urn).endsWith(`::${name}`));
    assert.ok(found, `The state has no ${name}.`);
    return found;
}

/** The reference in the property `value` of an argument of a call. */
function referred(call: unknown, argument: string): unknown {
    const { value } = (call as Record<string, Record<string, unknown>>)[argument];
    return Object.values(value as Record<string, unknown>)[0];
}

function stepsOf({ steps }: Observation): string[] {
    return steps.map((step) => step.replace(/ .*::/, " ")).filter((step) => !/ differential-s$/.test(step));
}

describe("where the embedded engine and the Pulumi CLI once differed", function () {
    this.timeout(120_000);
    let arena: Arena;
    before(async () => (arena = await Arena.open(engines().includes("pulumi"))));
    after(() => arena.close());

    for (const engine of engines()) {
        describe(`on the ${engine} engine`, () => {
            const play = (sequence: Sequence): Promise<Observation[]> =>
                engine === "embedded" ? arena.runEmbedded(sequence) : arena.runCli(sequence);

            it("a protected dependent keeps a resource from being deleted before it is replaced, in a preview too", async () => {
                for (const failed of (await play(cases.protectedDependent)).slice(1)) {
                    assert.equal(failed.result, "failed");
                    assert.match(
                        failed.diagnostics.join(),
                        /unable to replace resource .*dependent" as part of replacing/,
                    );
                    assert.deepEqual([...called(failed, "delete"), ...called(failed, "create")], []);
                }
            });

            it("a renamed resource has its new URN wherever it is named, though the program failed", async () => {
                const [, failed, refreshed, up, destroyed] = await play(cases.renamedThenFailed);
                assert.equal(failed.result, "failed");
                const member = stateOf(failed, "member");
                assert.equal(member.urn, "rec:index:Group$rec:index:Thing::member");
                assert.equal(member.parent, "rec:index:Group::group2");
                assert.match(String(member.provider), /^pulumi:providers:rec::provider2::/);
                const second = stateOf(failed, "second");
                assert.equal(second.deletedWith, "rec:index:Thing::first2");
                assert.deepEqual(second.dependencies, ["rec:index:Thing::first2"]);
                assert.deepEqual(
                    [refreshed, up, destroyed].map(({ result }) => result),
                    ["succeeded", "succeeded", "succeeded"],
                );
                assert.deepEqual(called(up, "create"), []);
            });

            it("what refers to a resource that vanished does not do so after a refresh", async () => {
                const [, refreshed, destroyed] = await play(cases.vanished);
                assert.equal(refreshed.changes.delete, 1);
                assert.equal(stateOf(refreshed, "child").parent, undefined);
                assert.equal(stateOf(refreshed, "attached").deletedWith, undefined);
                assert.equal(stateOf(refreshed, "dependent").dependencies, undefined);
                assert.deepEqual(called(destroyed, "delete"), ["attached", "child", "dependent"]);
            });

            it("what is deleted with a replaced resource is replaced, without a deletion of its own", async () => {
                const [, replaced, read] = await play(cases.deletedWithReplaced);
                assert.deepEqual(called(replaced, "create"), ["attached", "owner"]);
                assert.deepEqual(called(replaced, "delete"), ["owner"]);
                assert.ok(stepsOf(read).includes("replace attached"));
            });

            it("ignoreChanges keeps additions out, looks into secrets, and says what it cannot do", async () => {
                const [, changed] = await play(cases.ignoredChanges);
                assert.deepEqual(stateOf(changed, "added").inputs, { auto: "auto-1", tags: { u: 1 } });
                assert.deepEqual(stateOf(changed, "hidden").inputs, { auto: "auto-1", tags: { secret: "old" } });
                const hints = changed.diagnostics.filter((line) => line.includes("cannot ignore changes"));
                assert.deepEqual(hints, [
                    'info rec:index:Thing::removed: cannot ignore changes in added or removed elements of the path: "tags.t.deep"',
                ]);
            });

            it("replaceOnChanges replaces because of a nested property that only the engine compares", async () => {
                const [, other, named] = await play(cases.replaceOnNestedChange);
                assert.deepEqual([other.changes.update, named.changes.replace], [1, 1]);
            });

            it("a property that is null stays one", async () => {
                const [up, refreshed] = await play(cases.nulls);
                assert.deepEqual(stateOf(up, "nothing").inputs, { auto: "auto-1", tags: { t: null }, value: null });
                assert.deepEqual(stateOf(refreshed, "nothing").outputs, stateOf(up, "nothing").outputs);
            });

            it("a file whose content has changed is a change", async () => {
                const folder = mkdtempSync(join(tmpdir(), "asset-"));
                const path = join(folder, "file.txt");
                const up: Operation = {
                    kind: "up",
                    plan: {
                        declarations: [
                            { kind: "thing", name: "file", inputs: { value: `$file:${path}` }, options: {} },
                        ],
                    },
                };
                const contents = ["one", "one", "two"];
                const operations = contents.map((text): Operation => ({ ...up, files: { [path]: text } }));
                const [created, same, changed] = await play({ ...cases.nulls, operations });
                rmSync(folder, { recursive: true });
                assert.deepEqual([same.changes.same, changed.changes.update], [2, 1]);
                const [{ inputs }] = callsOf(created, "create");
                const hash = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
                assert.deepEqual((inputs as Record<string, unknown>).value, { asset: { hash, path } });
                const [{ olds, news }] = callsOf(changed, "update") as unknown as Record<
                    string,
                    Record<string, unknown>
                >[];
                assert.deepEqual(
                    [olds.value, (news.value as { asset: unknown }).asset],
                    [
                        { asset: { hash } },
                        { hash: "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3", path },
                    ],
                );
            });

            it("a provider whose configuration is not known yet is not asked", async () => {
                const [, previewed] = await play(cases.unknownConfiguration);
                assert.equal(previewed.result, "succeeded");
                assert.deepEqual(called(previewed, "check"), ["source"]);
                assert.deepEqual([...called(previewed, "read"), ...called(previewed, "diff")], []);
                assert.match(
                    previewed.diagnostics.join(),
                    /warning .*::old: The provider for this resource has inputs/,
                );
            });

            it("continueOnError goes past a resource that cannot be read", async () => {
                const [up] = await play(cases.failedReadPassedOver);
                assert.equal(up.result, "failed");
                assert.deepEqual(called(up, "create"), ["other"]);
            });

            it("a refresh keeps what it read, though the provider cannot compare it", async () => {
                const [, refreshed] = await play(cases.failedDiffAfterRead);
                assert.equal(refreshed.result, "failed");
                assert.equal((stateOf(refreshed, "drifting").outputs as Record<string, unknown>).value, "drifted");
            });

            it("errors say where they come from", async () => {
                const [previewed, , undiffed, invoked] = await play(cases.texts);
                assert.deepEqual(
                    [...previewed.diagnostics, ...undiffed.diagnostics],
                    [
                        "error rec:index:Thing::refused: Preview failed: no create today",
                        "error rec:index:Thing::kept: no diff today",
                    ],
                );
                assert.match(
                    invoked.diagnostics.join(),
                    /invocation of rec:index:echo returned an error: the function failed/,
                );
            });

            it("hideDiffs is recorded, and updates like any change", async () => {
                const [, changed] = await play(cases.hiddenDiffs);
                assert.equal(changed.changes.update, 1);
                assert.deepEqual(stateOf(changed, "shown").hideDiff, ["value", "tags.t"]);
            });

            it("a reference to a resource arrives with its name and type, and without an ID that is not known", async () => {
                const [previewed, up, replaced] = await play(cases.references);
                const sent = (observation: Observation, method: string): unknown =>
                    callsOf(observation, method).find(({ name }) => name === "referrer");
                const reference = (id: string): Record<string, unknown> => ({
                    ...{ id, name: "a", type: "rec:index:Thing", urn: "rec:index:Thing::a" },
                });
                assert.deepEqual(referred(sent(previewed, "create"), "inputs"), reference(""));
                assert.deepEqual(referred(sent(up, "create"), "inputs"), reference("a-1"));
                assert.deepEqual(referred(sent(replaced, "update"), "news"), reference("a-2"));
            });

            it("a provider that takes no references gets an ID, or the URN of a component", async () => {
                const [, up] = await play(cases.referencesNotAccepted);
                const created = callsOf(up, "create").find(({ name }) => name === "referrer");
                const { value, tags } = created?.inputs as Record<string, Record<string, unknown>>;
                assert.deepEqual([value, tags.t], ["a-1", "rec:index:Group::group"]);
            });

            it("after a transform, only the dependencies that values still carry count", async () => {
                const [up, replaced] = await play(cases.transformedDependencies);
                assert.deepEqual(stateOf(up, "untouched").propertyDependencies, { place: ["rec:index:Thing::source"] });
                assert.deepEqual(stateOf(up, "changed").propertyDependencies, { tags: [], value: [] });
                assert.deepEqual(called(replaced, "delete"), ["source", "untouched"]);
            });

            it("a transform takes away the options that it does not return", async () => {
                const [up] = await play(cases.transformedOptions);
                const { protect, retainOnDelete, ignoreChanges, customTimeouts, dependencies, hideDiff, provider } =
                    stateOf(up, "bare");
                assert.deepEqual(
                    [protect, retainOnDelete, ignoreChanges, customTimeouts, dependencies, hideDiff],
                    Array.from({ length: 6 }, () => undefined),
                );
                assert.match(String(provider), /^pulumi:providers:rec::default::/);
                assert.deepEqual(stateOf(up, "hiding").hideDiff, ["value"]);
            });

            it("customTimeouts are Go's durations", async () => {
                const [up, changed] = await play(cases.timeouts);
                assert.deepEqual(
                    [up, changed].map((each) => stateOf(each, "timed").customTimeouts),
                    [{ create: 5400, update: 0.1, delete: 0.000001 }, { create: -300 }],
                );
            });

            it("an alias that is no URN is refused", async () => {
                for (const [sequence, message] of [
                    [cases.wrongAlias, /3 INVALID_ARGUMENT: invalid alias URN: invalid URN "thing"/],
                    [cases.wrongParentAlias, /3 INVALID_ARGUMENT: invalid parent alias URN: invalid URN "group"/],
                ] as const) {
                    const [failed] = await play(sequence);
                    assert.equal(failed.result, "failed");
                    assert.match(failed.diagnostics.join(), message);
                    assert.deepEqual(called(failed, "create"), []);
                }
            });

            it("a resource to replace that is not in the state fails the run before it begins", async () => {
                for (const failed of (await play(cases.unknownReplaced)).slice(1)) {
                    assert.equal(failed.result, "failed");
                    assert.match(failed.diagnostics.join(), /Target '.*::unknown' could not be found in the stack\./);
                    assert.deepEqual(failed.calls, []);
                }
            });

            it("a provider is started once, however many of its resources are refreshed or deleted at a time", async () => {
                const declarations = Array.from({ length: 6 }, (_, index) => ({
                    kind: "thing" as const,
                    name: `thing${index}`,
                    inputs: {},
                    options: {},
                }));
                const [, refreshed, destroyed] = await play({
                    ...cases.nulls,
                    operations: [
                        { kind: "up", plan: { declarations } },
                        { kind: "refresh", parallel: 6 },
                        { kind: "destroy", parallel: 6 },
                    ],
                });
                assert.deepEqual(called(refreshed, "configure"), ["default"]);
                assert.deepEqual(called(destroyed, "configure"), ["default"]);
            });
        });
    }
});
