import { MANIFEST_PREFIX, MANIFEST_SUFFIX } from "../../../../providers/exportTask/run/marks";
import { type MachinePlan } from "../plan";
import { groupFolder } from "../ranges";
import { call, choice, code, integration, jsonata, pass, type State } from "../statesLanguage";
import { problem, REPORT_FAILURE } from "./errors";
import { countEvents, THIS_MACHINE } from "./variables";

/** A key has up to 1,024 bytes, so this many fit into the 256 KiB of a payload. */
const MOST_FOLDERS = 180;
const MOST_TASKS = 5;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A partition of the layout "hive" below that of the log group; the folder of a task has no `=`. */
const PARTITION = /=[0-9]+\/$/;
const [NEWEST, OLDEST] = [-1, 0];

const beginAt = (plan: MachinePlan, end: number) => ({
    earlierFolder: jsonata`${groupFolder(plan)}`,
    earlierEnd: end,
});

/** The variables with which FindEarlierExports begins. */
export const beginSearch = (plan: MachinePlan) => beginAt(plan, NEWEST);

/**
 * A group without a checkpoint begins at `from`. If the archive already has exports of it that another state machine made,
 * its checkpoint is in another table: that of a component which was renamed, or destroyed and declared again. Exporting
 * everything a second time would double it, so that is refused. The owner of a manifest is in its name, see `Manifest`; that of a
 * `LogExport` is a UUID, and no reason to refuse.
 *
 * An archive can hold more objects than a visit can list, so it looks at the newest partition and at the oldest one: from folder to
 * folder down to those of tasks, and only for manifests in these.
 */
export function findEarlierExports(plan: MachinePlan): Record<string, State> {
    const { bucketName } = plan;
    const listObjects = integration(plan, "aws-sdk:s3:listObjectsV2");
    const manifests = code`$earlierFolders[$earlierTask] & ${MANIFEST_PREFIX}`;
    const owners = code`$map($states.result.Contents.Key, function($key) {
        $substringBefore($substringAfter($key, ${manifests}), ${MANIFEST_SUFFIX})
    })`;
    const others = code`$filter(${owners}, function($owner) { $owner != ${THIS_MACHINE} and $not($contains($owner, ${UUID})) })`;
    return {
        FindEarlierExports: call({
            resource: listObjects,
            args: { Bucket: bucketName, Prefix: jsonata`$earlierFolder`, Delimiter: "/", MaxKeys: MOST_FOLDERS },
            assign: {
                earlierFolders: jsonata`[$states.result.CommonPrefixes.Prefix]`,
                earlierTask: 0,
                ...countEvents(8),
            },
            next: "CheckEarlierFolders",
            otherwise: REPORT_FAILURE,
        }),
        CheckEarlierFolders: choice(
            [
                [
                    jsonata`$count($earlierFolders) = 0 and $earlierEnd = ${NEWEST} and $earlierFolder != ${groupFolder(plan)}`,
                    "FindEarlierExports",
                    beginAt(plan, OLDEST),
                ],
                [jsonata`$count($earlierFolders) = 0`, "CreateCheckpoint"],
                [
                    jsonata`$contains($earlierFolders[$earlierEnd], ${PARTITION})`,
                    "FindEarlierExports",
                    { earlierFolder: jsonata`$earlierFolders[$earlierEnd]` },
                ],
            ],
            "FindEarlierOwner",
        ),
        FindEarlierOwner: call({
            resource: listObjects,
            args: { Bucket: bucketName, Prefix: jsonata`${manifests}`, MaxKeys: MOST_FOLDERS },
            assign: {
                earlierOwner: jsonata`[${others}, ""][0]`,
                earlierTask: jsonata`$earlierTask + 1`,
                ...countEvents(8),
            },
            next: "CheckEarlierOwner",
            otherwise: REPORT_FAILURE,
        }),
        CheckEarlierOwner: choice(
            [
                [jsonata`$earlierOwner != ""`, "ExplainEarlierExports"],
                [jsonata`$earlierTask < $min([$count($earlierFolders), ${MOST_TASKS}])`, "FindEarlierOwner"],
                [jsonata`$earlierEnd = ${NEWEST}`, "FindEarlierExports", beginAt(plan, OLDEST)],
            ],
            "CreateCheckpoint",
        ),
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
