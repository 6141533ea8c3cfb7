export { ArchiveTable, type ArchiveTableNodes } from "./components/archiveTable/archiveTable";
export type { ArchiveTableArgs, ArchiveTableTransforms, ArchiveYears } from "./components/archiveTable/args";
export { ExportBucket } from "./components/exportBucket/exportBucket";
export type {
    ExistingBucket,
    ExistingBucketArgs,
    ExportBucketArgs,
    NewBucketArgs,
} from "./components/exportBucket/args";
export type { ProviderPackage } from "./components/awsSettings";
export type { ExportBucketNodes, ExportBucketTransforms } from "./components/exportBucket/resources/innerResources";
export type { AwsBucketNodes, AwsBucketTransforms } from "./components/exportBucket/resources/innerResources";
export type {
    AwsNativeBucketNodes,
    AwsNativeBucketTransforms,
} from "./components/exportBucket/resources/innerResources";
export type {
    AwsNativeBucket,
    AwsNativeBucketArgs,
    AwsNativeBucketPolicy,
    AwsNativeBucketPolicyArgs,
    AwsNativeEncryptionRule,
    AwsNativeKey,
    AwsNativeKeyAliasArgs,
    AwsNativeKeyArgs,
    AwsNativeLifecycleRule,
} from "./components/exportBucket/resources/awsNativeTypes";
export { LogExport } from "./components/logExport/logExport";
export type { LogExportArgs, LogExportBucketArgs, LogExportBucketAccessArgs } from "./components/logExport/args";
export type { LogGroups, LogGroupResource } from "./components/logGroups/logGroups";
export { selectLogGroups } from "./components/logGroups/selectLogGroups";
export type { SelectLogGroupsArgs } from "./components/logGroups/args";
export type { ExportLayoutContext, ExportLayout } from "./components/logExport/layout";
export type { LifecyclePreset } from "./components/exportBucket/lifecycle/presets";
export type { LifecycleRule } from "./components/exportBucket/lifecycle/rules";
export type { LifecycleTransition, TransitionStorageClass } from "./components/exportBucket/lifecycle/storageClasses";
export { exportStatements, type ExportGrant } from "./providers/policies/bucketPolicy";
export type { PolicyStatement } from "./providers/policies/statement";
export type { BucketAccessArgs } from "./components/exportBucket/access";
export type { BucketEncryption, KmsKeyResource, NewKeyArgs } from "./components/exportBucket/encryption";
export type { ObjectLockArgs } from "./components/exportBucket/objectLock";
export type { ExportSource } from "./providers/policies/sourceCondition";
export { type KeyGrant, keyStatements } from "./providers/policies/keyPolicy";
export type { LogGroupSelection } from "./components/logGroups/selection";
export type { SplitBy } from "./components/time/calendar";
export type { TimeRangeArgs } from "./components/time/timeRanges";
export type { ResourceTransform } from "./components/transform";
export { ExportTask, type ExportTaskArgs } from "./providers/exportTask/resource";
export type { InputFailure } from "./providers/validation/failure";
export { InputError } from "./providers/validation/inputError";
export type { TimestampInput } from "./providers/validation/timestamp";
export { ScheduledLogExport, type ScheduledLogExportNodes } from "./components/scheduledLogExport/scheduledLogExport";
export type {
    AlarmArgs,
    ExistingCheckpoints,
    QuietGroupsArgs,
    ExportScheduleArgs,
    ScheduledLogExportArgs,
    ScheduledLogExportTransforms,
} from "./components/scheduledLogExport/args";
