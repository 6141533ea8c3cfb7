import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LogExport } from "../../../components/logExport/logExport";
import { EXPORT_TASK, setMocks } from "../../support/mocks";
import { OCTOBER } from "./stage";

const args = (...keys: string[]) => ({
    logGroups: Object.fromEntries(keys.map((key) => [key, `/group/${key}`])),
    bucket: { existing: "archive" },
    ...OCTOBER,
});

describe("the names of the exports of two LogExports", () => {
    it("may come to the same, which is told before the second is registered", async () => {
        const program = await setMocks();
        new LogExport("audit", args("prod-pay"));
        assert.throws(
            () => new LogExport("audit-prod", args("pay")),
            /logGroups is "audit-prod", but must be other keys: the export audit-prod-pay-\S+ would have the same name as one of LogExport "audit".*Rename one/s,
        );
        await program.settle();
        assert.equal(program.ofType(EXPORT_TASK).length, 1);
    });

    it("may be alike in another run, for other keys, and below a parent of another type", async () => {
        for (let run = 0; run < 2; run++) {
            const program = await setMocks();
            const parent = new pulumi.ComponentResource("test:index:Team", "team");
            new LogExport("audit", args("prod-pay"));
            new LogExport("audit-prod", args("checkout"));
            new LogExport("audit-prod", args("pay"), { parent });
            await program.settle();
            assert.equal(program.ofType(EXPORT_TASK).length, 3);
        }
    });
});
