/* eslint-disable @typescript-eslint/no-require-imports -- the serialised method can only require, and only inside itself */
import type { dynamic } from "@pulumi/pulumi";

type Methods = Record<string, (...args: Record<string, unknown>[]) => unknown>;

/**
 * The provider that Pulumi serialises into the state of every export, twice. So it is one small method that fetches the
 * real ones from the installed package: a new version of the package serves old states, and a state stays small.
 *
 * - `configure` assigns synchronously, because the host caches the provider before configure has finished.
 * - Where the package's name does not resolve from the program's folder (wrapped by another package and not hoisted),
 *   the place recorded in the inputs serves; it is always in the last argument.
 * - Nothing from outside the method may be captured, so the names stand in it as literals.
 */
export const exportTaskProvider = {
    configure(this: Methods, request: dynamic.ConfigureRequest) {
        const load = (name: string) => Object.assign(this, require(name).lifecycle(request.config));
        try {
            load("pulumi-cloudwatch-logs-export/exportTask");
        } catch (error) {
            for (const method of ["check", "diff", "create", "read", "update", "delete"]) {
                this[method] = (...args) => {
                    const place = args[args.length - 1].providerModule;
                    if (!place) throw error;
                    return load(require("path").resolve(place))[method](...args);
                };
            }
        }
        return Promise.resolve();
    },
} as unknown as dynamic.ResourceProvider; // create and the others come with configure
