import * as assert from "node:assert/strict";
import { bytesKept, existingPolicy, keptNames, mergePolicies } from "../../../components/exportBucket/existingPolicy";
import { bucketPolicy, type ExportGrant } from "../../../providers/policies/bucketPolicy";

const GRANT: ExportGrant = {
    region: "eu-central-1",
    bucketArn: "arn:aws:s3:::archive",
    sourceAccounts: ["123456789012"],
};
const EVERYTHING: ExportGrant = {
    ...GRANT,
    sourceLogGroups: ["/a"],
    destinationPrefixes: ["audit"],
    callerRoleArns: ["arn:aws:iam::222222222222:role/exporter"],
};
const THEIRS = {
    Sid: "NobodyDeletes",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteObject",
    Resource: "arn:aws:s3:::archive/*",
};

describe("the policy of an existing bucket", () => {
    it("is kept as it is, before the statements of this package", () => {
        const theirs = { Version: "2012-10-17", Id: "audit", Statement: [THEIRS] };
        const merged = mergePolicies(existingPolicy(JSON.stringify(theirs)), bucketPolicy(GRANT));
        assert.deepEqual(merged, { ...theirs, Statement: [THEIRS, ...bucketPolicy(GRANT).Statement] });
    });

    it("is merged into the same again, whatever the grant was before", () => {
        const theirs = { Version: "2012-10-17", Statement: [THEIRS] };
        const organisation = { ...GRANT, sourceAccounts: undefined, sourceOrganizationId: "o-a1b2c3d4e5" };
        for (const before of [GRANT, EVERYTHING, organisation]) {
            const first = mergePolicies(existingPolicy(theirs), bucketPolicy(before));
            const found = existingPolicy(first);
            assert.deepEqual(found.kept, [THEIRS]);
            assert.equal(found.hasOwn, true);
            assert.deepEqual(mergePolicies(found, bucketPolicy(before)), first);
            const withAnother = mergePolicies(found, bucketPolicy(EVERYTHING));
            assert.deepEqual(withAnother.Statement, [THEIRS, ...bucketPolicy(EVERYTHING).Statement]);
        }
    });

    it("keeps the Version that its statements were written for, and the default of IAM if there is none", () => {
        for (const [head, Version] of [
            [{}, "2008-10-17"],
            [{ Version: "2008-10-17" }, "2008-10-17"],
            [{ Version: "2012-10-17" }, "2012-10-17"],
        ] as const) {
            const merged = mergePolicies(existingPolicy({ ...head, Statement: THEIRS }), bucketPolicy(GRANT));
            assert.equal(merged.Version, Version);
            assert.equal(merged.Statement.length, 4, "a single statement needs no list");
        }
    });

    it("is that of this package alone if there is none, or nothing else in it", () => {
        for (const document of [
            undefined,
            "",
            null,
            "null",
            "5",
            { Version: "2012-10-17", Statement: [] },
            bucketPolicy(EVERYTHING),
        ]) {
            assert.deepEqual(mergePolicies(existingPolicy(document), bucketPolicy(GRANT)), bucketPolicy(GRANT));
        }
    });

    it("keeps what has a Sid of this package and does something else, and says so", () => {
        const [acl, put, tls] = bucketPolicy(GRANT).Statement;
        const others = [
            { ...tls, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
            { ...put, Action: ["s3:PutObject", "s3:PutObjectAcl"] },
            { ...put, Effect: "Deny" },
            { ...acl, NotPrincipal: "*" },
            { ...acl, Principal: { AWS: "arn:aws:iam::222222222222:root" } },
            { ...acl, Principal: { ...(acl.Principal as object), AWS: "arn:aws:iam::222222222222:root" } },
            { ...tls, Principal: { AWS: "arn:aws:iam::222222222222:role/reader" } },
            { ...tls, Resource: "arn:aws:s3:::archive/secret/*" },
            { ...tls, Resource: ["arn:aws:s3:::archive", "arn:aws:s3:::archive/secret/*"] },
            { ...tls, Condition: { Bool: { "aws:SecureTransport": "true" } } },
            { ...tls, Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } },
            { ...put, Sid: "ExportCallersPutObject", Condition: undefined },
            {
                ...bucketPolicy(EVERYTHING).Statement.find(({ Sid }) => Sid === "ExportCallersPutObject"),
                Principal: { AWS: "arn:aws:iam::222222222222:role/exporter", Service: "ec2.amazonaws.com" },
            },
        ];
        for (const one of others) {
            const found = existingPolicy({ Version: "2012-10-17", Statement: [one] });
            assert.deepEqual([found.kept, found.conflicts, found.hasOwn], [[one], [one.Sid], false]);
        }
    });

    it("has nothing of this package if there is none", () => {
        assert.equal(existingPolicy(undefined).hasOwn, false);
    });

    it("is counted in bytes", () => {
        const found = existingPolicy({ Version: "2012-10-17", Statement: [THEIRS] });
        assert.equal(bytesKept(found, bucketPolicy(GRANT)), JSON.stringify(THEIRS).length + 1);
        assert.equal(bytesKept(found, bucketPolicy(EVERYTHING)), JSON.stringify(THEIRS).length + 1);
        assert.equal(bytesKept(existingPolicy(undefined), bucketPolicy(GRANT)), 0);
    });

    it("names the statements that it keeps", () => {
        const anonymous = { ...THEIRS, Sid: undefined };
        const found = existingPolicy({ Statement: [THEIRS, anonymous] });
        assert.deepEqual(keptNames(found), ["NobodyDeletes", "number 2 (without a Sid)"]);
    });
});
