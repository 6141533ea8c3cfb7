import * as assert from "node:assert/strict";
import { bounded } from "../../../providers/exportTask/boundary";
import { CheckedUrns } from "../../../providers/exportTask/checkedUrns";
import { Secrets } from "../../../providers/exportTask/secrets";

const INPUTS = {
    logGroupName: "/customers/unnamed",
    secretInputs: ["logGroupName"],
    from: Date.parse("2026-10-01T00:00:00Z"),
    to: Date.parse("2026-11-01T00:00:00Z"),
    destination: "audit-archive",
    destinationPrefix: "audit",
    region: "eu-central-1",
};

/** An answer of AWS, as its SDK throws it. */
const denied = () =>
    Object.assign(new Error("User arn:aws:iam::123456789012:user/ci is not authorized to perform: s3:ListBucket"), {
        name: "AccessDenied",
        $metadata: { httpStatusCode: 403 },
    });

type Method = "create" | "read" | "delete";

/** What the engine sees of an error that a method throws. */
async function shown(method: Method, thrown: Error): Promise<Error> {
    const fail = (..._args: unknown[]): Promise<unknown> => Promise.reject(thrown);
    const lifecycle = bounded({ create: fail, read: fail, delete: fail }, new Secrets(), new CheckedUrns());
    const args = method === "create" ? [INPUTS] : ["a-task", INPUTS];
    return lifecycle[method](...args).then(
        () => assert.fail("it did not fail"),
        (error: Error) => error,
    );
}

describe("an error, as the engine sees it", () => {
    it("shows no secret: in message, stack and reasons", async () => {
        const failed = Object.assign(new Error("No /customers/unnamed"), {
            reasons: ["as /customers/unnamed is not there"],
        });
        assert.match(failed.stack ?? "", /unnamed/);
        const error = await shown("create", failed);
        assert.equal(error.message, "No [secret]");
        assert.match(error.stack ?? "", /^Error: No \[secret\]\n/);
        assert.deepEqual((error as typeof failed).reasons, ["as [secret] is not there"]);
    });

    it("says of a refused delete what could not be removed, and what to grant", async () => {
        const { message } = await shown("delete", denied());
        assert.match(
            message,
            /^The export of log group \[secret\] \(.*\) to s3:\/\/audit-archive\/audit .* could not be removed: /,
        );
        assert.match(message, /s3:ListBucket/);
    });

    it("says of a refused read which task could not be read", async () => {
        const { message } = await shown("read", denied());
        assert.match(message, /^Export task a-task could not be read: .*s3:ListBucket/);
    });

    it("stays what it is if it says what it is about, or is none of AWS", async () => {
        for (const method of ["create", "read", "delete"] as const) {
            const error = new Error("Said in full.");
            assert.equal(await shown(method, error), error);
        }
        const answer = denied();
        assert.equal(await shown("create", answer), answer);
    });
});

describe("the inputs, as the provider sees them", () => {
    const urns = new CheckedUrns();
    const seen = async (inputs: object) => {
        const lifecycle = bounded(
            { check: (_olds: object, news: object) => Promise.resolve(news) },
            new Secrets(),
            urns,
        );
        return lifecycle.check({}, inputs);
    };

    it("have the URN that was told when they were checked", async () => {
        const told = { ...INPUTS, shortUrn: "prod::shop::cloudwatch-logs-export:index:LogExport::audit" };
        assert.deepEqual(await seen(urns.recorded(told)), told);
    });

    it("have the helpers one by one", async () => {
        const helpers = { shortUrn: "prod::shop::::october", series: "2026-10-01/.." };
        assert.deepEqual(await seen({ region: "eu-central-1", helpers: JSON.stringify(helpers) }), {
            region: "eu-central-1",
            ...helpers,
        });
    });

    it("have nothing else from among the helpers", async () => {
        const helpers = { shortUrn: "prod::shop::::october", removalPolicy: "delete" };
        assert.deepEqual(await seen({ helpers: JSON.stringify(helpers) }), { shortUrn: "prod::shop::::october" });
    });

    it("keep helpers that are none, for the check to refuse", async () => {
        for (const helpers of ["none", "1", "null", { series: "2026-10-01/.." }]) {
            assert.deepEqual(await seen({ helpers }), { helpers });
        }
    });
});
