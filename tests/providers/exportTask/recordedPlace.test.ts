import * as assert from "node:assert/strict";
import { placeIn, withoutPlace, withPlace } from "../../../providers/exportTask/recordedPlace";
import { uriOf } from "../../../providers/exportTask/run/objects";

const TASK_ID = "f2141f70-6b34-4cf6-8f8c-45b61deaf5ba";
const PLACE = { destination: "audit-archive", destinationPrefix: "audit/log_group=%2Faws%2Flambda/year=2026" };
const RECORD = { ...PLACE, owner: "o", taskId: TASK_ID, uri: uriOf({ ...PLACE, taskId: TASK_ID }), verified: true };

describe("bucket and prefix in an export's record", () => {
    it("are left to its uri, and come back from it", () => {
        const { owner, taskId, uri, verified } = RECORD;
        const recorded = { owner, taskId, uri, verified };
        assert.deepEqual(withoutPlace(RECORD), recorded);
        assert.deepEqual(withPlace(recorded), RECORD);
    });

    it("come back of an export without a task, where nothing follows the prefix", () => {
        const record = { ...RECORD, taskId: "", uri: `s3://${PLACE.destination}/${PLACE.destinationPrefix}/` };
        assert.deepEqual(withPlace(withoutPlace(record)), record);
        assert.equal("destination" in withoutPlace(record), false);
    });

    for (const destinationPrefix of ["a", "exportedlogs", "a//b", "a\nb", "s3://other/b", "ü/日本/%2F$"]) {
        it(`come back with the prefix ${JSON.stringify(destinationPrefix)}`, () => {
            const place = { ...PLACE, destinationPrefix };
            assert.deepEqual(placeIn({ taskId: TASK_ID, uri: uriOf({ ...place, taskId: TASK_ID }) }), place);
        });
    }

    const kept: Record<string, Record<string, unknown>> = {
        "of a task that was only read: no inputs tell them": { ...RECORD, owner: undefined },
        "where the uri says another bucket": { ...RECORD, uri: RECORD.uri.replace("audit-archive", "other") },
        "where the uri says another prefix": { ...RECORD, destinationPrefix: "audit" },
        "where there is no uri": { ...RECORD, uri: undefined },
        "where the uri is none": { ...RECORD, uri: "audit-archive" },
    };
    for (const [where, record] of Object.entries(kept)) {
        it(`stay ${where}`, () => {
            assert.deepEqual(withoutPlace(record), record);
            assert.deepEqual(withPlace(record), record);
        });
    }

    it("of inputs are as they were given, also if they are missing", () => {
        const { destination, ...others } = PLACE;
        assert.ok(destination);
        assert.deepEqual(withPlace(others), others);
    });
});
