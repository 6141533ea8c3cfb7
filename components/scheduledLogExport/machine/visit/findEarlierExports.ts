import { MANIFEST_PREFIX, MANIFEST_SUFFIX } from "../../../../providers/exportTask/run/marks";
import { type MachinePlan } from "../plan";
import { groupFolder } from "../ranges";
import { call, choice, code, integration, jsonata, pass, type State } from "../statesLanguage";
import { problem, REPORT_FAILURE } from "./errors";
import { countEvents, THIS_MACHINE } from "./variables";

const KEYS_TO_LOOK_AT = 180;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A group without a checkpoint begins at `from`. If the archive already has exports of it that another state machine made,
 * its checkpoint is in another table: that of a component which was renamed, or destroyed and declared again. Exporting
 * everything a second time would double it, so that is refused. The owner of a manifest is in its name, see `Manifest`; that of a
 * `LogExport` is a UUID, and no reason to refuse.
 */
export function findEarlierExports(plan: MachinePlan): Record<string, State> {
    const { bucketName } = plan;
    const names = code`$states.result.Contents.$split(Key, "/")[-1]`;
    const owners = code`${names}[$substring($, 0, ${MANIFEST_PREFIX.length}) = ${MANIFEST_PREFIX}]
        .$substringBefore($substringAfter($, ${MANIFEST_PREFIX}), ${MANIFEST_SUFFIX})`;
    return {
        FindEarlierExports: call({
            resource: integration(plan, "aws-sdk:s3:listObjectsV2"),
            args: { Bucket: bucketName, Prefix: jsonata`${groupFolder(plan)}`, MaxKeys: KEYS_TO_LOOK_AT },
            assign: {
                earlierOwner: jsonata`[(${owners})[$ != ${THIS_MACHINE} and $not($contains($, ${UUID}))], ""][0]`,
                ...countEvents(8),
            },
            next: "CheckEarlierExports",
            otherwise: REPORT_FAILURE,
        }),
        CheckEarlierExports: choice([[jsonata`$earlierOwner = ""`, "CreateCheckpoint"]], "ExplainEarlierExports"),
        ExplainEarlierExports: pass(
            problem(
                "CheckpointMissing",
                code`"State machine " & $earlierOwner & ${
                    ` has exported this log group to s3://${bucketName}/${plan.destinationPrefix}, and its checkpoint is not in table ` +
                    `${plan.tableName}. To resume there, give the table that has it: checkpoints: { existing: "…" }. To export ` +
                    "everything again, give another destinationPrefix."
                }`,
            ),
            "ReportFailure",
        ),
    };
}
