/** The type tokens of the components. They are in users' states and never change. */
export const EXPORT_BUCKET_TYPE = "cloudwatch-logs-export:index:ExportBucket";
export const LOG_EXPORT_TYPE = "cloudwatch-logs-export:index:LogExport";
export const SCHEDULED_LOG_EXPORT_TYPE = "cloudwatch-logs-export:index:ScheduledLogExport";
export const ARCHIVE_TABLE_TYPE = "cloudwatch-logs-export:index:ArchiveTable";

/** Whether a value is a resource of this type, created by this or another copy of the package. */
export function isOfType(value: unknown, type: string): boolean {
    return (value as { __pulumiType?: string } | undefined | null)?.__pulumiType === type;
}
