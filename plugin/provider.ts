import type * as pulumi from "@pulumi/pulumi/provider";
import { constructComponent } from "./components";
import { invokeFunction } from "./functions";
import { readSchema, VERSION } from "./ownPackage";
import { resources } from "./resources";

/** The package as a provider for every Pulumi language. */
export const cloudwatchLogsExport: pulumi.Provider = {
    version: VERSION,
    getSchema: () => Promise.resolve(JSON.stringify(readSchema())),
    ...resources,
    construct: constructComponent,
    invoke: invokeFunction,
};
