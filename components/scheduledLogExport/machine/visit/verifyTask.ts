import { type Manifest } from "../../../../providers/exportTask/run/manifest";
import { DELETING, MANIFEST_PREFIX, MANIFEST_SUFFIX } from "../../../../providers/exportTask/run/marks";
import { MARKER } from "../../../../providers/exportTask/run/objects";
import { NO_TASK, writeCheckpoint } from "../checkpoint";
import { type MachinePlan } from "../plan";
import {
    call,
    choice,
    code,
    type Code,
    integration,
    jsonata,
    orElse,
    pass,
    raw,
    type State,
    sumOf,
    wait,
} from "../statesLanguage";
import { MAX_CAUSE_CHARACTERS } from "./endVisit";
import { putEvent } from "./events";
import { problem, REPORT_FAILURE, REREAD_CHECKPOINT } from "./errors";
import { EXPIRED, HAS_EXPIRED } from "./expiredRange";
import { countEvents, inRunArn, NOTHING_LISTED, THIS_MACHINE } from "./variables";

const OBJECT_CHECKS = 4;
/** The marker is written while the task runs; the clocks of CloudWatch Logs and S3 may differ by this much. */
const MARKER_SLACK_MS = 5_000;

/** A key has up to 1,024 bytes, so this many objects fit into the 256 KiB of a payload. */
const OBJECTS_PER_PAGE = 180;
/** Of more objects, so many are counted: a history holds no more events. A manifest's counts are then a lower bound. */
const MAX_PAGES = 500;

const FOLDER = code`$task.prefix & "/" & $task.id & "/"`;

const [REGION, ACCOUNT] = [inRunArn(3), inRunArn(4)];
const MANIFEST_NAME = code`${MANIFEST_PREFIX} & ${THIS_MACHINE} & ${MANIFEST_SUFFIX}`;

/**
 * Verifies a COMPLETED task by the rules of providers/exportTask/run/judge.ts, and writes a manifest beside its objects.
 *
 * | the task's folder                                       | then                                                      |
 * |---------------------------------------------------------|-----------------------------------------------------------|
 * | has objects                                             | verified                                                  |
 * | has none, and this visit saw the task run               | verified as an empty range if the task's marker is there  |
 * | has none, and the task had ended before                 | export again: the objects may have been removed           |
 * | has `_deleting`                                         | export again; reported if this visit saw the task run     |
 *
 * The manifest of an earlier run is kept and not read, which is why the role needs no s3:GetObject here. Nothing has to be
 * checked after it is written: only ExportTask deletes exports, and it knows its own tasks by their names.
 */
export function verifyTask(plan: MachinePlan): Record<string, State> {
    const listObjects = integration(plan, "aws-sdk:s3:listObjectsV2");
    const marker = code`$states.result.Contents[Key = $task.prefix & ${`/${MARKER}`}]`;
    const written = code`$toMillis(${marker}.LastModified)`;
    return {
        FindObjects: call({
            resource: listObjects,
            args: jsonata`$merge([
                { "Bucket": ${plan.bucketName}, "Prefix": ${FOLDER}, "MaxKeys": ${OBJECTS_PER_PAGE} },
                $listed.token = "" ? {} : { "ContinuationToken": $listed.token }
            ])`,
            assign: { listed: jsonata`${withPage}`, ...countEvents(8) },
            next: "CheckObjects",
            otherwise: REPORT_FAILURE,
        }),
        CheckObjects: choice(
            [
                [jsonata`$listed.token != "" and $listed.pages < ${MAX_PAGES}`, "FindObjects"],
                [jsonata`$listed.isDeleting and $isWitnessed`, "ExplainMissingObjects"],
                [jsonata`$listed.isDeleting`, "ExportAgain"],
                [jsonata`$listed.objectCount > 0`, "CheckExpiry"],
                [jsonata`$isWitnessed`, "FindMarker"],
                [jsonata`$objectChecks < ${OBJECT_CHECKS - 1}`, "WaitForObjects"],
            ],
            "ExportAgain",
        ),
        FindMarker: call({
            resource: listObjects,
            args: { Bucket: plan.bucketName, Prefix: jsonata`$task.prefix & ${`/${MARKER}`}`, MaxKeys: 1 },
            assign: {
                isFound: jsonata`$exists(${marker}) and ${written} >= $taskCreated - ${MARKER_SLACK_MS}
                    and ${written} <= $taskCompleted + ${MARKER_SLACK_MS}`,
                ...countEvents(8),
            },
            next: "CheckMarker",
            otherwise: REPORT_FAILURE,
        }),
        CheckMarker: choice(
            [
                [jsonata`$isFound`, "CheckExpiry"],
                [jsonata`$objectChecks < ${OBJECT_CHECKS - 1}`, "WaitForObjects"],
            ],
            "ExplainMissingObjects",
        ),
        WaitForObjects: wait(15, "FindObjects", {
            objectChecks: jsonata`$objectChecks + 1`,
            listed: NOTHING_LISTED,
            ...countEvents(4),
        }),
        ExplainMissingObjects: pass(
            problem(
                "ExportObjectsMissing",
                "The task is COMPLETED, but neither its objects nor its marker are in the bucket.",
            ),
            "CheckRangeLength",
        ),
        ExportAgain: writeCheckpoint(
            plan,
            { task: NO_TASK },
            { ...countEvents(6) },
            "PlanRange",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
        CheckExpiry: choice(
            [
                [jsonata`${HAS_EXPIRED}`, "ReportExpiredRange", { expired: EXPIRED }],
                [jsonata`$listed.hasManifest`, "AnnounceExport"],
            ],
            "WriteExportManifest",
        ),
        WriteExportManifest: writeExportManifest(plan),
        // Before the checkpoint moves: a run that is stopped in between announces the export twice rather than never.
        AnnounceExport: call({
            ...putEvent(plan, "completed", {
                from: jsonata`$fromMillis($task.from)`,
                to: jsonata`$fromMillis($task.to)`,
                bucket: plan.bucketName,
                prefix: jsonata`${FOLDER}`,
                taskId: jsonata`$task.id`,
                objectCount: jsonata`$listed.objectCount`,
                byteCount: jsonata`$listed.byteCount`,
            }),
            assign: countEvents(8),
            next: "AdvanceCheckpoint",
            retry: "briefly",
            otherwise: { ErrorEquals: ["States.ALL"], Next: "AdvanceCheckpoint", Assign: countEvents(12) },
        }),
        AdvanceCheckpoint: writeCheckpoint(
            plan,
            {
                exportedTo: code`$task.to`,
                idleTo: 0,
                retryTo: 0,
                task: NO_TASK,
                lastTaskId: code`$task.id`,
                expiredTo: code`$max([$expiredTo, $expired.to])`,
            },
            {
                exported: jsonata`$exported + 1`,
                expiredCount: jsonata`$expiredCount + ($expired.to > 0 ? 1 : 0)`,
                ...countEvents(10),
            },
            "PlanRange",
            REREAD_CHECKPOINT,
            REPORT_FAILURE,
        ),
    };
}

/** `$listed` with the page that ListObjectsV2 returned. Manifests and marks are no exported objects. */
const withPage: Code = code`(
    $page := $states.result.Contents.{ "name": $substringAfter(Key, ${FOLDER}), "key": Key, "bytes": Size, "etag": ETag };
    $isManifest := function($name) {
        $substring($name, 0, ${MANIFEST_PREFIX.length}) = ${MANIFEST_PREFIX}
        and $substring($name, ${-MANIFEST_SUFFIX.length}) = ${MANIFEST_SUFFIX}
        and $length($name) > ${MANIFEST_PREFIX.length + MANIFEST_SUFFIX.length} and $not($contains($name, "/"))
    };
    $data := $page[name != ${DELETING} and $not($isManifest(name))];
    {
        "objectCount": $listed.objectCount + $count($data),
        "byteCount": $listed.byteCount + ${sumOf(code`$data.bytes`)},
        "objects": $listed.pages = 0 ? [$data.{ "key": key, "bytes": bytes, "etag": etag }] : [],
        "isDeleting": $listed.isDeleting or ${DELETING} in $page.name,
        "hasManifest": $listed.hasManifest or ${MANIFEST_NAME} in $page.name,
        "pages": $listed.pages + 1,
        "token": ${orElse(code`$states.result.NextContinuationToken`, "")}
    }
)`;

/** The manifest that ExportTask writes too; it names the objects if they fit into one page. A write that is refused fails no export: the run counts it and says why. */
function writeExportManifest(plan: MachinePlan): State {
    const manifest: Record<keyof Omit<Manifest, "digest" | "objects" | "logStreamNamePrefix">, unknown> = {
        version: 1 satisfies Manifest["version"],
        owner: THIS_MACHINE,
        logGroupName: code`$group`,
        logGroupCreationTime: code`$created`,
        from: code`$task.from`,
        to: code`$task.to`,
        account: ACCOUNT,
        region: REGION,
        destination: plan.bucketName,
        destinationPrefix: code`$task.prefix`,
        task: code`{ "taskId": $task.id, "creationTime": $taskCreated, "completionTime": $taskCompleted }`,
        objectCount: code`$listed.objectCount`,
        byteCount: code`$listed.byteCount`,
        expired: code`($expired.to > 0 ? $expired : null)`,
        verifiedAt: code`$now()`,
        verifiedBy: code`{ "stateMachine": ${THIS_MACHINE}, "execution": $run }`,
    };
    const fields = raw(
        Object.entries(manifest)
            .map(([name, value]) => code`${name}: ${value}`.source)
            .join(", "),
    );
    return call({
        resource: integration(plan, "aws-sdk:s3:putObject"),
        args: {
            Bucket: plan.bucketName,
            Key: jsonata`${FOLDER} & ${MANIFEST_NAME}`,
            Body: jsonata`$merge([
                { ${fields} },
                $task.streams = "" ? {} : { "logStreamNamePrefix": $task.streams },
                $listed.pages = 1 ? { "objects": $listed.objects } : {}
            ])`,
            ContentType: "application/json",
            ChecksumAlgorithm: "CRC32", // S3 requires one in a bucket with Object Lock
        },
        assign: countEvents(12),
        next: "AnnounceExport",
        retry: "briefly",
        otherwise: {
            ErrorEquals: ["States.ALL"],
            Next: "AnnounceExport",
            Assign: {
                refusedManifests: jsonata`$refusedManifests + 1`,
                refusal: jsonata`$substring($states.errorOutput.Error & ": " & $string($states.errorOutput.Cause), 0, ${MAX_CAUSE_CHARACTERS})`,
                ...countEvents(12),
            },
        },
    });
}
