import * as assert from "node:assert/strict";
import { type StandInResources } from "../../support/standIns";
import { textOf } from "../markdown";
import { errorOf, warnings, withCast } from "./cast";
import { type Grant, type Permissions, PERMISSIONS, policyOf, type Use } from "./grants";
import { permissionsDocument } from "./document";
import { SCENARIOS } from "./scenarios";
import {
    ACROSS,
    BUCKET_STATEMENTS,
    CALLER_KEY_STATEMENTS,
    CALLER_KEY_USE,
    CALLER_STATEMENTS,
    exportInto,
    KEY_STATEMENTS,
    OWN,
} from "./statements";

/** A use that the sandbox can run. */
type Run = keyof typeof SCENARIOS;

interface Outcome {
    readonly error?: string;
    readonly warnings: readonly string[];
}

/** What happens without an action. */
async function playWithout(use: Run, action: string): Promise<Outcome> {
    const { uses, run } = SCENARIOS[use];
    return withCast(async (account, cast) => {
        await cast.allow(policyOf(uses, action));
        const error = await errorOf(async () => {
            const resources = await run(account, cast);
            await resources?.refresh();
            await resources?.destroy();
        });
        return { error, warnings: warnings(account) };
    });
}

/**
 * With all actions; then, since to create is slow, everything that is only read or deleted is read and deleted without one
 * action after the other.
 */
function playWhole(use: Run, actions: readonly string[]) {
    const { uses, run } = SCENARIOS[use];
    return withCast(async (account, cast) => {
        await cast.allow(policyOf(uses));
        const asked = () => new Set(account.aws.decisions.map(({ action }) => action));
        let resources: StandInResources | undefined = undefined as StandInResources | undefined;
        const error = await errorOf(async () => {
            resources = await run(account, cast);
        });
        const outcomes = new Map<string, Outcome>();
        for (const step of ["refresh", "destroy"] as const) {
            if (!resources) break;
            const before = asked();
            for (const action of actions.filter((one) => !before.has(one))) {
                await cast.allow(policyOf(uses, action));
                const refusal = await errorOf(resources[step]);
                if (refusal !== undefined) outcomes.set(action, { error: refusal, warnings: [] });
            }
            await cast.allow(policyOf(uses));
            await resources[step]();
        }
        const notes = warnings(account).filter((text) => !text.includes("stay: another export relies on them."));
        return { error, warnings: notes, asked: asked(), outcomes };
    });
}

describe("docs/permissions.md", function () {
    this.timeout(60_000);

    it("is what `npm run docs:permissions` writes", () => {
        assert.equal(textOf("docs/permissions.md"), permissionsDocument());
    });

    for (const [use, permissions] of Object.entries(PERMISSIONS) as [Use, Permissions][]) {
        const grants = permissions.grants.filter(({ shows }) => shows !== "byProvider");
        const actions = grants.flatMap((grant) => grant.actions);
        if (!isRun(use)) {
            it(`${permissions.title}: says of every action that nothing has tried it`, () =>
                assert.deepEqual(actions, []));
            continue;
        }
        describe(permissions.title, () => {
            let whole: Awaited<ReturnType<typeof playWhole>>;
            before(async () => {
                whole = await playWhole(use, actions);
            });

            it("is enough, and every action is called", () => {
                assert.deepEqual([whole.error, whole.warnings], [undefined, []]);
                const unused = actions.filter((action) => !whole.asked.has(action));
                assert.deepEqual(unused, []);
            });

            for (const { action, shows, without } of grants.flatMap(eachAction)) {
                it(`${action}: without it, ${without}`, async () => {
                    assertShows(whole.outcomes.get(action) ?? (await playWithout(use, action)), shows);
                });
            }
        });
    }
});

describe("docs/permissions.md: the policies of bucket and key", function () {
    this.timeout(60_000);
    const nothingAmiss = { error: undefined, warnings: [] };

    for (const [where, deployment, statements] of [
        ["own account", OWN, BUCKET_STATEMENTS],
        ["another account", ACROSS, [...BUCKET_STATEMENTS, ...CALLER_STATEMENTS]],
    ] as const) {
        it(`${where}: are enough`, async () => {
            assert.deepEqual(await exportInto(deployment), nothingAmiss);
            assert.deepEqual(await exportInto({ ...deployment, isKeyed: true }), nothingAmiss);
        });
        for (const { sid, shows, without } of statements) {
            it(`${where}: ${sid}: without it, ${without}`, async () => {
                assertShows(await exportInto({ ...deployment, withoutSid: sid }), shows);
            });
        }
    }

    for (const [where, deployment, statements] of [
        ["own account", OWN, KEY_STATEMENTS],
        ["another account", ACROSS, [...KEY_STATEMENTS, ...CALLER_KEY_STATEMENTS]],
    ] as const) {
        for (const { sid, shows, without } of statements) {
            it(`${where}: the key's ${sid}: without it, ${without}`, async () => {
                assertShows(await exportInto({ ...deployment, isKeyed: true, withoutSid: sid }), shows);
            });
        }
    }

    for (const { actions, shows, without } of [...PERMISSIONS.export.grants, ...CALLER_KEY_USE]) {
        for (const action of actions) {
            it(`another account: ${action}: without it, ${without}`, async () => {
                const outcome = await exportInto({ ...ACROSS, isKeyed: true, withoutAction: action });
                assertShows(outcome, shows);
            });
        }
    }
});

function isRun(use: Use): use is Run {
    return use in SCENARIOS;
}

function eachAction(grant: Grant) {
    return grant.actions.map((action) => ({ ...grant, action }));
}

function assertShows({ error, warnings }: Outcome, shows: Grant["shows"]): void {
    if (typeof shows === "object" && "fails" in shows) assert.match(error ?? "no error", shows.fails);
    else if (typeof shows === "object") {
        assert.equal(error, undefined);
        assert.match(warnings.join("\n"), shows.warns);
    }
}
