import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { libraryArguments } from "../../plugin/arguments";
import { readSchema } from "../../plugin/ownPackage";
import { plainArguments } from "../../plugin/plainValues";
import { resources } from "../../plugin/resources";

const { resources: types, types: objects } = readSchema();
const logExport = types["cloudwatch-logs-export:index:LogExport"].inputProperties!;

describe("the arguments of a component of the plugin", () => {
    for (const named of ["logGroups", "logGroupsByKey"]) {
        it(`are refused with both ${named} and select, of which one would be left out`, () => {
            const { failures } = libraryArguments({ [named]: ["/aws/lambda/payments"], select: { namePrefix: "/a" } });
            assert.deepEqual(
                failures.map(({ reason }) => reason),
                [
                    `select is {"namePrefix":"/a"}, but must be absent if ${named} is given. Name the log groups in ${named}, or have ` +
                        "them found by select.",
                ],
            );
        });
    }

    it("are refused where a secret decides what is declared, at any depth, without its value", async () => {
        const { failures } = await plainArguments(
            {
                destinationPrefix: pulumi.secret("sesame"),
                logGroups: ["/aws/lambda/payments", pulumi.secret("/sesame")],
                bucket: { lifecycleRules: [{ expirationDays: pulumi.secret(7777) }] },
            },
            logExport,
            objects,
        );
        assert.deepEqual(failures.map(({ property }) => property).sort(), [
            "bucket.lifecycleRules[0].expirationDays",
            "destinationPrefix",
            "logGroups[1]",
        ]);
        for (const { property, reason } of failures) {
            assert.ok(reason.startsWith(`${property} is a secret, but must not be one. `), reason);
            assert.doesNotMatch(reason, /sesame|7777/);
        }
    });

    it("may be secrets where they are Outputs to the component, which stay what they are", async () => {
        const secret = pulumi.secret("sesame");
        const { args, failures } = await plainArguments(
            { logGroupsByKey: { a: secret }, bucket: { existing: secret, tags: { owner: secret } }, region: secret },
            logExport,
            objects,
        );
        assert.deepEqual(failures, []);
        assert.equal((args.logGroupsByKey as Record<string, unknown>).a, secret);
        assert.equal((args.bucket as Record<string, unknown>).existing, secret);
    });
});

describe("the inputs of an ExportTask of the plugin", () => {
    const urn = "urn:pulumi:dev::audit::cloudwatch-logs-export:index:ExportTask::task";
    const task = {
        logGroupName: "/aws/lambda/payments",
        from: "2026-10-01T00:00:00Z",
        to: "2026-10-02T00:00:00Z",
        destination: "audit-archive",
        region: "eu-central-1",
    };
    const SIGNATURE = "4dabf18193072939515e22adb298388d";
    const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });

    for (const [what, triggers, recorded] of [
        ["an object", { a: 1 }, '{"a":1}'],
        ["a text", "one", '"one"'],
        ["a secret", secret({ a: 1 }), secret('{"a":1}')],
    ] as const) {
        it(`have triggers that are ${what} as one text, which stays as it is when ignoreChanges gives it again`, async () => {
            const first = await resources.check(urn, {}, { ...task, triggers });
            assert.deepEqual((first.inputs as Record<string, unknown>).triggers, recorded);
            const again = await resources.check(urn, first.inputs!, { ...task, triggers: recorded });
            assert.deepEqual(again.inputs, first.inputs);
        });
    }
});
