export {
    ExportBucket,
    ExportBucketArgs,
    ExistingBucket,
    ExistingBucketArgs,
    NewBucketArgs,
} from "./components/exportBucket";
export { LogExport, LogExportArgs } from "./components/logExport";
export { LogGroups, LogGroupResource } from "./components/logGroups";
export { ExportPlace, Layout } from "./components/layout";
export { LifecycleRule, Transition, TransitionStorageClass } from "./components/lifecycleRules";
export { exportStatements, ExportGrant, Statement } from "./components/bucketPolicy";
export { SplitBy, TimeRangeArgs } from "./components/timeRanges";
export { Transform } from "./components/transform";
export { ExportTask, ExportTaskArgs } from "./providers/exportTask/resource";
export { InputError } from "./providers/exportTask/inputError";
export { Timestamp } from "./providers/exportTask/timestamp";
