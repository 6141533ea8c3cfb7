import * as assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { predecessorsOf, type RecordedExport } from "../../../providers/exportTask/outputs";

const REPLACED = { taskId: "t-1", logGroupName: "/aws/lambda/payments", from: 1, to: 2 } as RecordedExport;

describe("the record of a replaced export", () => {
    it("is one that Pulumi can keep, whatever the export lacked: the host of dynamic providers hangs on an undefined", () => {
        const predecessors = predecessorsOf({ ...REPLACED, predecessors: predecessorsOf(REPLACED) });
        assert.deepEqual(Struct.fromJavaScript({ predecessors } as never).toJavaScript(), {
            predecessors: [REPLACED, REPLACED],
        });
    });
});
