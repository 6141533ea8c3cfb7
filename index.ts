export { ExportBucket } from "./components/exportBucket";
export {
    BucketProviderName,
    ExistingBucket,
    ExistingBucketArgs,
    ExportBucketArgs,
    NewBucketArgs,
} from "./components/exportBucketArgs";
export { BucketNodes, BucketTransforms } from "./components/buckets/bucketProvider";
export { AwsBucketNodes, AwsBucketTransforms } from "./components/buckets/aws";
export { AwsNativeBucketNodes, AwsNativeBucketTransforms } from "./components/buckets/awsNative";
export {
    AwsNativeBucket,
    AwsNativeBucketArgs,
    AwsNativeBucketPolicy,
    AwsNativeBucketPolicyArgs,
    AwsNativeEncryptionRule,
    AwsNativeKey,
    AwsNativeKeyAliasArgs,
    AwsNativeKeyArgs,
    AwsNativeLifecycleRule,
} from "./components/buckets/awsNativeShapes";
export { LogExport, LogExportArgs } from "./components/logExport";
export { OwnBucketArgs, OwnGrantArgs } from "./components/ownGrant";
export { LogGroups, LogGroupResource } from "./components/logGroups";
export { LogGroupSelector, selectLogGroups } from "./components/selectLogGroups";
export { ExportPlace, Layout } from "./components/layout";
export { LifecyclePreset } from "./components/lifecyclePresets";
export { LifecycleRule, Transition, TransitionStorageClass } from "./components/lifecycleRules";
export { exportStatements, ExportGrant, Statement } from "./components/bucketPolicy";
export { BucketAccessArgs } from "./components/bucketAccess";
export { Encryption, KmsKeyResource, NewKeyArgs } from "./components/encryption";
export { ObjectLockArgs } from "./components/objectLock";
export { ExportSource } from "./components/exportSource";
export { KeyGrant, keyStatements } from "./components/keyPolicy";
export { LogGroupSelection } from "./components/logGroupSelection";
export { SplitBy } from "./components/calendar";
export { TimeRangeArgs } from "./components/timeRanges";
export { Transform } from "./components/transform";
export { ExportTask, ExportTaskArgs } from "./providers/exportTask/resource";
export { Failure } from "./providers/exportTask/failure";
export { InputError } from "./providers/exportTask/inputError";
export { Timestamp } from "./providers/exportTask/timestamp";
export { ScheduledLogExport, ScheduledLogExportNodes } from "./components/scheduledLogExport/scheduledLogExport";
export {
    QuietGroupsArgs,
    ScheduleArgs,
    ScheduledLogExportArgs,
    ScheduledLogExportTransforms,
} from "./components/scheduledLogExport/args";
