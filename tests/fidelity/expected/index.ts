import { EXPORTS } from "./exports";
import type { ExpectedDifferences } from "./expectedDifferences";
import { LOGS } from "./logs";
import { S3 } from "./s3";
import { STS } from "./sts";

/** Every difference between the sandbox's answers and those of moto's server. */
export const EXPECTED: readonly ExpectedDifferences[] = [...S3, ...STS, ...LOGS, ...EXPORTS];
