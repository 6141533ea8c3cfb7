/* eslint-disable @typescript-eslint/no-require-imports -- the serialised method can only require, and only inside itself */
import type { dynamic } from "@pulumi/pulumi";

type Methods = Record<string, (...args: Record<string, string>[]) => unknown>;

/**
 * The provider that Pulumi serialises into the state of every export, twice. So it is one small method that fetches the
 * real ones from the installed package: a new version of the package serves old states, and a state stays small.
 *
 * - `configure` assigns synchronously, because the host caches the provider before configure has finished.
 * - Where the package's name does not resolve from the program's folder (wrapped by another package and not hoisted),
 *   the place recorded in the inputs serves; they are always the last argument. It is relative to
 *   the host's folder, from which a module that was made from a text requires.
 * - Nothing from outside the method may be captured, so the names stand in it as literals; dense, for the state's sake.
 */
// prettier-ignore
export const shim = {
    configure(this: Methods, { config }: dynamic.ConfigureRequest) { const load = (name: string) => Object.assign(this, require(name).lifecycle(config)); try { load("pulumi-cloudwatch-logs-export/exportTask"); } catch { for (const method of "check diff create read update delete".split(" ")) this[method] = (...args) => load(args.at(-1)!.providerModule)[method](...args); } },
} as unknown as dynamic.ResourceProvider; // create and the others come with configure
