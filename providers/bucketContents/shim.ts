/* eslint-disable @typescript-eslint/no-require-imports -- the serialised method can only require, and only inside itself */
import type { dynamic } from "@pulumi/pulumi";

type Methods = Record<string, (...args: Record<string, string>[]) => unknown>;

/** See exportTask/provider.ts, whose twin it is; the name in it stands in users' states and never changes. */
// prettier-ignore
export const shim = {
    configure(this: Methods, { config }: dynamic.ConfigureRequest) { const load = (name: string) => Object.assign(this, require(name).lifecycle(config)); try { load("pulumi-cloudwatch-logs-export/bucketContents"); } catch { for (const method of "check diff create read update delete".split(" ")) this[method] = (...args) => load(args.at(-1)!.providerModule)[method](...args); } },
} as unknown as dynamic.ResourceProvider; // create and the others come with configure
