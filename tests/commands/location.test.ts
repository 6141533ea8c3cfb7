import * as assert from "node:assert/strict";
import { parseLocation } from "../../commands/archive/location";

describe("an archive's S3 URI", () => {
    it("names a bucket, and a folder or none", () => {
        assert.deepEqual(parseLocation("s3://audit-archive"), { bucket: "audit-archive", prefix: "" });
        assert.deepEqual(parseLocation("s3://audit-archive/"), { bucket: "audit-archive", prefix: "" });
        assert.deepEqual(parseLocation("s3://audit-archive/a/b/"), { bucket: "audit-archive", prefix: "a/b/" });
    });

    it("may name a bucket of us-east-1 with a name from before March 2018", () => {
        assert.deepEqual(parseLocation("s3://Old_Archive/audit"), { bucket: "Old_Archive", prefix: "audit/" });
    });

    for (const text of ["audit-archive/audit", "s3://", "s3:///audit", "s3://a b/audit", "s3://192.168.0.1/audit"]) {
        it(`is not ${text}`, () => {
            assert.throws(() => parseLocation(text), /The archive is ".*", but must be an S3 URI, for example/);
        });
    }
});
