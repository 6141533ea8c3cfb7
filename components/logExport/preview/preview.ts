import * as pulumi from "@pulumi/pulumi";
import { logMessages } from "../../previewLog";
import { type ExportSettings } from "../settings";
import { forecast, type Forecast } from "./forecast";
import { rangeNotices } from "./rangeNotices";

/** In a preview, logs on the component what an `up` would do, what it would leave out, and what may go wrong. */
export function preview(
    component: pulumi.Resource,
    { settings, ...declared }: Omit<Forecast, "splitBy"> & { readonly settings: ExportSettings },
    now: number,
): void {
    if (!pulumi.runtime.isDryRun()) return;
    logMessages(component, rangeNotices(settings, now));
    forecast(component, { ...declared, splitBy: settings.splitBy });
}
