import { checkExistingBucketName } from "../../providers/validation/names";
import { UsageError } from "../usageError";

/** A bucket, or a part of it: every key of the archive begins with the prefix, which is "" or ends in "/". */
export interface Location {
    readonly bucket: string;
    readonly prefix: string;
}

/** `s3://bucket/prefix`, with or without a slash at its end. The prefix names folders, so `audit` is not `audit-2`. */
export function parseLocation(text: string): Location {
    const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(text) ?? [];
    if (bucket === undefined || checkExistingBucketName("bucket", bucket) !== undefined) {
        throw new UsageError(
            `The archive is "${text}", but must be an S3 URI, for example s3://audit-archive/audit. ` +
                "It is the archiveUri of a LogExport or ScheduledLogExport.",
        );
    }
    const folder = prefix.replace(/\/+$/, "");
    return { bucket, prefix: folder === "" ? "" : `${folder}/` };
}

export const formatLocation = ({ bucket, prefix }: Location): string => `s3://${bucket}/${prefix}`;
