/**
 * What ListLogGroups accepts as filters by tag. A test compares these with the API model.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagFilter.html
 */
export const MOST_TAGS = 5;
export const MOST_TAG_VALUES = 5;
export const MOST_TAG_VALUE_CHARACTERS = 259;
export const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
/** A `!` only in front, a `*` only at the beginning (after the `!`) and at the end. */
export const TAG_VALUE = /^!?\*?[\p{L}\p{Z}\p{N}_.:/=+\-@]*\*?$/u;
