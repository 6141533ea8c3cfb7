import { createRequire } from "node:module";
import { isAbsolute, join, relative } from "node:path";

/**
 * Where a provider's code lies, if its name leads nowhere from the program's folder. Relative to that where it can be, so
 * that a state that moves with its checkout stays right.
 */
export function providerModule(name: string, file: string): string | undefined {
    try {
        createRequire(join(process.cwd(), "index.js")).resolve(name);
        return undefined;
    } catch {
        const place = relative(process.cwd(), file).replace(/\\/g, "/");
        return isAbsolute(place) || place.startsWith(".") ? place : `./${place}`;
    }
}
