import { readFileSync } from "node:fs";
import { parse } from "node:path";
import { UsageError } from "./commandLine";

export interface LogFile {
    /** The file's name without its extension. */
    readonly name: string;
    /** One per event. A message may span lines. */
    readonly messages: readonly string[];
}

export function readLogFile(path: string): LogFile {
    const text = read(path);
    if (text.includes("\0")) throw new UsageError(`${path} is not plain text; if it is compressed, unpack it first.`);
    const messages = messagesOf(text);
    if (messages.length === 0) throw new UsageError(`${path} holds no log lines.`);
    return { name: parse(path).name, messages };
}

function read(path: string): string {
    try {
        return readFileSync(path, "utf8");
    } catch (error) {
        throw new UsageError(`The log file cannot be read: ${(error as Error).message}`);
    }
}

const DATE = /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]/;
const NOT_INDENTED = /^\S/;

/**
 * Groups lines into events as the CloudWatch agent does with `multi_line_start_pattern`. If the log's lines begin with a
 * date, an event begins at each date, otherwise at each line that is not indented. Blank lines belong to the event before
 * them; at the start of the file they belong to the first event, because no message is empty.
 */
export function messagesOf(text: string): string[] {
    const lines = text.split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    const notIndented = lines.filter((line) => NOT_INDENTED.test(line));
    const dated = notIndented.filter((line) => DATE.test(line));
    const start = dated.length * 3 >= notIndented.length ? DATE : NOT_INDENTED;
    const messages: string[] = [];
    for (const line of lines) {
        const last = messages.at(-1);
        if (last === undefined || (start.test(line) && !isBlank(last))) messages.push(line);
        else messages[messages.length - 1] = `${last}\n${line}`;
    }
    return messages.filter((message) => !isBlank(message));
}

export function isBlank(text: string): boolean {
    return text.trim() === "";
}

export function countLines(message: string): number {
    return message.split("\n").length;
}
