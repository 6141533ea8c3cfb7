import * as assert from "node:assert/strict";
import { type ExportTaskInputs } from "../../../providers/exportTask/inputs";
import { canonicalJson, isTaskOf, taskNameOf } from "../../../providers/exportTask/taskName";
import { exportInputs } from "../../support/account";

const name = (changes: Partial<ExportTaskInputs> = {}) => taskNameOf(exportInputs(changes));

describe("the name of a task", () => {
    it("begins with project, stack and resource, and is the same in every release", () => {
        // States and running tasks contain this hash. If it changes, exports run again.
        assert.equal(name(), "shop-prod-october-7e20ffeac01d63af0721db2a9b9fb6b9");
    });

    it("begins with what the program says", () => {
        assert.match(name({ taskNamePrefix: "audit of october" }), /^audit of october-[0-9a-f]{32}$/);
    });

    it("stays within the service's 512 characters", () => {
        assert.equal(name({ taskNamePrefix: "t".repeat(479) }).length, 512);
        const shortUrn = `prod::shop::::${"n".repeat(600)}`;
        assert.equal(name({ shortUrn }).length, 512);
    });

    it("holds nothing but ASCII, whatever a resource is called", () => {
        assert.match(name({ shortUrn: "prod::shop::::rückblick\u0000::2" }), /^shop-prod-r_ckblick_::2-/);
    });

    it("differs with everything that decides the data", () => {
        const names = [
            name(),
            name({ logGroupName: "/other" }),
            name({ logStreamNamePrefix: "x" }),
            name({ from: 1 }),
            name({ to: 2 }),
            name({ destination: "other" }),
            name({ destinationPrefix: "other" }),
            name({ region: "eu-west-1" }),
            name({ triggers: "1" }),
        ].map((one) => one.slice(-32));
        assert.equal(new Set(names).size, names.length);
    });

    it("has the same hash for a renamed resource, another stack and another readable beginning", () => {
        for (const change of [{ shortUrn: "dev::mart::::november" }, { taskNamePrefix: "x" }]) {
            assert.equal(name(change).slice(-32), name().slice(-32));
        }
    });

    it("does not differ with how the export is run", () => {
        const options = {
            profile: "audit",
            assumeRoleArn: "arn:aws:iam::123456789012:role/x",
            waitForCompletion: false,
            timeoutSeconds: 1,
            settleHours: 0,
            removalPolicy: "delete" as const,
            accounts: ["123456789012"],
        };
        assert.equal(name(options), name());
    });

    it("does not depend on the order in which triggers were written", () => {
        assert.equal(name({ triggers: { a: 1, b: { c: 2, d: 3 } } }), name({ triggers: { b: { d: 3, c: 2 }, a: 1 } }));
        assert.notEqual(name({ triggers: [1, 2] }), name({ triggers: [2, 1] }));
    });
});

describe("a listed task", () => {
    const inputs = exportInputs();
    const { logGroupName, from, to, destination, destinationPrefix } = inputs;
    const task = {
        taskId: "t-1",
        status: "RUNNING",
        taskName: taskNameOf(inputs),
        logGroupName,
        from,
        to,
        destination,
        destinationPrefix,
    };

    it("is an export's own when name and parameters are", () => assert.equal(isTaskOf(inputs, task), true));

    it("is one that began earlier than declared, under another readable name", () => {
        const taskName = taskNameOf(exportInputs({ taskNamePrefix: "before the rename" }));
        assert.equal(isTaskOf(inputs, { ...task, taskName, from: from - 1 }), true);
    });

    for (const change of [
        { taskName: "somebody-elses" },
        { taskName: undefined },
        { logGroupName: "/other" },
        { to: 1 },
        { destination: "other" },
        { destinationPrefix: "other" },
    ]) {
        it(`is not when it has ${JSON.stringify(change)}`, () => {
            assert.equal(isTaskOf(inputs, { ...task, ...change }), false);
        });
    }
});

describe("canonical JSON", () => {
    it("sorts keys at every depth and keeps lists as they are", () => {
        assert.equal(canonicalJson({ b: [{ d: 1, c: null }], a: "x" }), '{"a":"x","b":[{"c":null,"d":1}]}');
    });
});
