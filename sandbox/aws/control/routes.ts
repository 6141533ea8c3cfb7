import { controlRoutes, type Control } from "./control";
import type { Answer } from "../protocol";

/** Serves the control API. A body that is not an array is the only argument, for curl. */
export async function answerControl(control: Control, method: string, url: string, body: Buffer): Promise<Answer> {
    const path = url.slice("/_sandbox/".length).split("?")[0];
    const name = (Object.keys(controlRoutes) as (keyof Control)[]).find(
        (one) => controlRoutes[one][0] === method && controlRoutes[one][1] === path,
    );
    if (!name) return text(404, `There is no ${method} /_sandbox/${path}.`);
    try {
        const given: unknown = body.length === 0 ? [] : JSON.parse(body.toString("utf8"));
        const parameters = Array.isArray(given) ? given : [given];
        const run = control[name] as (...parameters: unknown[]) => Promise<unknown>;
        const result = await run(...parameters);
        return { ...text(200, JSON.stringify(result) ?? ""), headers: { "content-type": "application/json" } };
    } catch (error) {
        return text(400, error instanceof Error ? error.message : String(error));
    }
}

function text(status: number, body: string): Answer {
    return { status, headers: { "content-type": "text/plain" }, body };
}
