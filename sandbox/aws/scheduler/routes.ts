import { notEmulated } from "../http/errors";
import { jsonInput } from "../http/json";
import { type RawRequest } from "../http/rawRequest";

const routes: Readonly<Record<string, string>> = {
    "POST schedules": "CreateSchedule",
    "GET schedules": "GetSchedule",
    "PUT schedules": "UpdateSchedule",
    "DELETE schedules": "DeleteSchedule",
    "POST schedule-groups": "CreateScheduleGroup",
    "GET schedule-groups": "GetScheduleGroup",
    "DELETE schedule-groups": "DeleteScheduleGroup",
};

/** The REST protocol of EventBridge Scheduler: the resource is in the path, the group's name in the query. */
export function restRoute({ method, url, body }: RawRequest): { operation: string; input: Record<string, unknown> } {
    const [path, search = ""] = url.split("?");
    const [, kind, name, ...rest] = path.split("/").map(decodeURIComponent);
    const operation = routes[`${method} ${kind}`];
    if (!operation || !name || rest.length > 0) throw notEmulated(`Scheduler ${method} ${path}`);
    const query = new URLSearchParams(search);
    const group = query.get("groupName");
    // Client tokens make a request idempotent. The sandbox ignores them.
    const given = Object.entries(jsonInput(body)).filter(([name]) => name !== "ClientToken");
    return {
        operation,
        input: { Name: name, ...(group !== null && { GroupName: group }), ...Object.fromEntries(given) },
    };
}
