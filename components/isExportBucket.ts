import type { ExportBucket } from "./exportBucket";

export const EXPORT_BUCKET_TYPE = "cloudwatch-logs-export:index:ExportBucket";

/** Whether a value is an ExportBucket, also one that another copy of this package made. */
export function isExportBucket(value: unknown): value is ExportBucket {
    return (value as { __pulumiType?: string } | undefined | null)?.__pulumiType === EXPORT_BUCKET_TYPE;
}
