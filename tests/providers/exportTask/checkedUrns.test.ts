import * as assert from "node:assert/strict";
import { CheckedUrns } from "../../../providers/exportTask/checkedUrns";
import { projectAndStackOf, resourceNameOf } from "../../../providers/exportTask/urn";
import { openAccount, exportInputs } from "../../support/account";

const SHORT =
    "prod::shop::cloudwatch-logs-export:index:LogExport::audit-/aws/lambda/payments-20261001T000000Z-20261101T000000Z";
const INPUTS = { region: "eu-central-1", shortUrn: SHORT };

describe("the URN of a declared export", () => {
    it("is recorded as a digest, and known again within the process", () => {
        const urns = new CheckedUrns();
        const recorded = urns.recorded(INPUTS);
        assert.deepEqual(Object.keys(recorded).sort(), ["__urn", "region"]);
        assert.match(String(recorded.__urn), /^[\w-]{8}$/);
        assert.deepEqual(urns.whole(recorded), INPUTS);
    });

    it("has the same digest in every process, and another one than every other", () => {
        const { __urn } = new CheckedUrns().recorded(INPUTS);
        assert.equal(new CheckedUrns().recorded(INPUTS).__urn, __urn);
        assert.notEqual(new CheckedUrns().recorded({ shortUrn: `${SHORT}2` }).__urn, __urn);
    });

    it("is one of its own where nobody has told it, and its digest stays", () => {
        const recorded = new CheckedUrns().recorded(INPUTS);
        const later = new CheckedUrns();
        const { shortUrn } = later.whole(recorded);
        assert.equal(resourceNameOf(String(shortUrn)), recorded.__urn);
        assert.deepEqual(projectAndStackOf(String(shortUrn)), { project: "", stack: "" });
        assert.deepEqual(later.recorded({ ...INPUTS, shortUrn }), recorded);
    });

    it("is left to the check where there is none, or something else is in its place", () => {
        const urns = new CheckedUrns();
        for (const inputs of [{ region: "eu-central-1" }, { region: "eu-central-1", __urn: 1 }]) {
            assert.deepEqual(urns.whole(inputs), inputs);
            assert.deepEqual(urns.recorded(inputs), inputs);
        }
    });

    it("reaches what is created with the inputs that were checked", async () => {
        const account = await openAccount();
        try {
            const provider = account.provider();
            const { shortUrn, ...others } = exportInputs({ shortUrn: "prod::shop::::october" });
            const { inputs, failures } = await provider.check({}, { ...others, helpers: JSON.stringify({ shortUrn }) });
            assert.deepEqual(failures, []);
            assert.equal("shortUrn" in inputs, false);
            await provider.create(inputs as unknown as Parameters<typeof provider.create>[0]);
            const [{ taskName }] = await account.tasks();
            assert.match(taskName ?? "", /^shop-prod-october-/);
            const later = account.provider(); // as after ignoreChanges: ["*"], without what the program tells
            const again = await later.check(inputs, { ...inputs, to: Number(inputs.to) - 1 });
            assert.equal(again.inputs.__urn, inputs.__urn);
            await later.create(again.inputs as unknown as Parameters<typeof provider.create>[0]);
            assert.equal((await account.tasks()).length, 2, "which is exported without its name");
        } finally {
            await account.close();
        }
    });
});
