export { ExportBucket } from "./components/exportBucket/exportBucket";
export { ExistingBucket, ExistingBucketArgs, ExportBucketArgs, NewBucketArgs } from "./components/exportBucket/args";
export { BucketProviderName } from "./components/awsSettings";
export { BucketNodes, BucketTransforms } from "./components/exportBucket/resources/innerResources";
export { AwsBucketNodes, AwsBucketTransforms } from "./components/exportBucket/resources/innerResources";
export { AwsNativeBucketNodes, AwsNativeBucketTransforms } from "./components/exportBucket/resources/innerResources";
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
} from "./components/exportBucket/resources/awsNativeTypes";
export { LogExport } from "./components/logExport/logExport";
export { LogExportArgs, OwnBucketArgs, OwnGrantArgs } from "./components/logExport/args";
export { LogGroups, LogGroupResource } from "./components/logGroups/logGroups";
export { selectLogGroups } from "./components/logGroups/selectLogGroups";
export { LogGroupSelector } from "./components/logGroups/selector";
export { ExportPlace, Layout } from "./components/logExport/layout";
export { LifecyclePreset } from "./components/exportBucket/lifecycle/presets";
export { LifecycleRule } from "./components/exportBucket/lifecycle/rules";
export { Transition, TransitionStorageClass } from "./components/exportBucket/lifecycle/storageClasses";
export { exportStatements, ExportGrant } from "./providers/policies/bucketPolicy";
export { Statement } from "./providers/policies/statement";
export { BucketAccessArgs } from "./components/exportBucket/access";
export { Encryption, KmsKeyResource, NewKeyArgs } from "./components/exportBucket/encryption";
export { ObjectLockArgs } from "./components/exportBucket/objectLock";
export { ExportSource } from "./providers/policies/sourceCondition";
export { KeyGrant, keyStatements } from "./providers/policies/keyPolicy";
export { LogGroupSelection } from "./components/logGroups/selection";
export { SplitBy } from "./components/time/calendar";
export { TimeRangeArgs } from "./components/time/timeRanges";
export { Transform } from "./components/transform";
export { ExportTask, ExportTaskArgs } from "./providers/exportTask/resource";
export { Failure } from "./providers/validation/failure";
export { InputError } from "./providers/validation/inputError";
export { Timestamp } from "./providers/validation/timestamp";
export { ScheduledLogExport, ScheduledLogExportNodes } from "./components/scheduledLogExport/scheduledLogExport";
export {
    QuietGroupsArgs,
    ScheduleArgs,
    ScheduledLogExportArgs,
    ScheduledLogExportTransforms,
} from "./components/scheduledLogExport/args";
