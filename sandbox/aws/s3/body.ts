import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../http/errors";
import { header, type S3Request } from "./request";

export interface DecodedBody {
    readonly data: Buffer;
    /** `x-amz-checksum-…`, from the headers or from the trailer. */
    readonly checksums: Readonly<Record<string, string>>;
}

/** The object's bytes, decoded from aws-chunked if necessary and compared with their checksum. */
export function decodeBody(request: S3Request): DecodedBody {
    const chunked =
        (header(request, "content-encoding") ?? "").split(",").some((one) => one.trim() === "aws-chunked") ||
        (header(request, "x-amz-content-sha256") ?? "").startsWith("STREAMING-");
    const { data, trailer } = chunked ? unwrapChunks(request.body) : { data: request.body, trailer: {} };
    const declared = header(request, "x-amz-decoded-content-length");
    if (chunked && declared !== undefined && Number(declared) !== data.length) {
        throw new AwsError("IncompleteBody", "The request body terminated unexpectedly");
    }
    const checksums = Object.fromEntries(
        [...Object.entries(request.headers), ...Object.entries(trailer)]
            .filter(([name]) => /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name))
            .map(([name, value]) => [name, String(value)]),
    );
    for (const [name, value] of Object.entries(checksums)) {
        const actual = checksumOf(name.slice("x-amz-checksum-".length), data);
        if (actual !== undefined && actual !== value) {
            const algorithm = name.slice("x-amz-checksum-".length).toUpperCase();
            throw new AwsError("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
        }
    }
    const md5 = header(request, "content-md5");
    if (md5 !== undefined && md5 !== createHash("md5").update(data).digest("base64")) {
        throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
    return { data, checksums };
}

/** Node has no CRC32C and no CRC64NVME. They are stored and returned without a check. */
function checksumOf(algorithm: string, data: Buffer): string | undefined {
    if (algorithm === "sha1" || algorithm === "sha256") return createHash(algorithm).update(data).digest("base64");
    if (algorithm !== "crc32") return undefined;
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(data));
    return digest.toString("base64");
}

/** `size[;signature]\r\n data \r\n … 0[;signature]\r\n name:value\r\n … \r\n` */
function unwrapChunks(body: Buffer): { data: Buffer; trailer: Record<string, string> } {
    const chunks: Buffer[] = [];
    let at = 0;
    for (;;) {
        const end = body.indexOf("\r\n", at);
        const size = end < 0 ? NaN : parseInt(body.subarray(at, end).toString("latin1"), 16);
        if (Number.isNaN(size)) throw new AwsError("IncompleteBody", "The request body terminated unexpectedly");
        at = end + 2;
        if (size === 0) break;
        chunks.push(body.subarray(at, at + size));
        at += size + 2;
    }
    const trailer = body
        .subarray(at)
        .toString("latin1")
        .split("\r\n")
        .map((line) => /^([^:]+):(.*)$/.exec(line))
        .filter((match) => match !== null)
        .map((match) => [match[1].trim().toLowerCase(), match[2].trim()] as const);
    return { data: Buffer.concat(chunks), trailer: Object.fromEntries(trailer) };
}
