import type { Answer } from "../protocol";
import { writeXml, type XmlOutputNode } from "../s3/xml";

const namespaces = {
    sns: "http://sns.amazonaws.com/doc/2010-03-31/",
    iam: "https://iam.amazonaws.com/doc/2010-05-08/",
};

/**
 * The parameters of a form: `Tags.member.1.Key=a` is a list of objects, `Attributes.entry.1.key=a` with its value a map.
 */
export function formInput(body: Buffer): Record<string, unknown> {
    const tree: Tree = {};
    for (const [name, value] of new URLSearchParams(body.toString("utf8"))) {
        if (name === "Version") continue;
        const path = name.split(".");
        const last = path.pop() ?? "";
        const node = path.reduce<Tree>((at, step) => (at[step] ??= {}) as Tree, tree);
        node[last] = value;
    }
    return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, plain(value)]));
}

interface Tree {
    [step: string]: string | Tree;
}

function plain(value: string | Tree): unknown {
    if (typeof value === "string") return value;
    const [step, ...rest] = Object.keys(value);
    if (rest.length === 0 && step === "member") return Object.values(value.member).map(plain);
    if (rest.length === 0 && step === "entry") {
        const entries = Object.values(value.entry) as unknown as { key: string; value: string }[];
        return Object.fromEntries(entries.map((entry) => [entry.key, entry.value]));
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}

/** Lists and maps in the form that the query protocol writes them. */
export const member = <T>(values: readonly T[]) => ({ member: values });
export const entries = (map: Readonly<Record<string, string>>) => ({
    entry: Object.entries(map).map(([key, value]) => ({ key, value })),
});

export function queryAnswer(
    service: keyof typeof namespaces,
    operation: string,
    result: object,
    requestId: string,
): Answer {
    const body = writeXml(`${operation}Response`, {
        "@xmlns": namespaces[service],
        [`${operation}Result`]: result as XmlOutputNode,
        ResponseMetadata: { RequestId: requestId },
    });
    return { status: 200, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}
