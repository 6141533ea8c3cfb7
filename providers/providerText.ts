import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * The provider of a resource as the state keeps it, twice a record: a module that Pulumi's host of dynamic providers
 * makes from this text, in a process of its own. Its handler is the installed package's, so a new version of the package
 * serves old states. Where the package lies is in no state: only its name, which never changes.
 *
 * A missing or broken package throws as the text is loaded, so on each call. The text has no double quotes, which the
 * state would escape.
 * @param name what require takes.
 * @param folder the program's, in which the host works.
 */
export function providerText(name: string, folder = process.cwd()): string {
    return `module.exports=${resolvesFrom(folder, name) ? "require" : `(${SEARCH})`}('${name}')`;
}

/**
 * Finds a package that another one wraps and that is not hoisted: as from the program's folder, then as from each package
 * that the program depends on, then from those that these depend on. A folder without a package.json belongs to the
 * project above it.
 */
const SEARCH =
    "n=>{let f=require('fs').realpathSync,s=new Set([process.cwd()]),d,r,p,k,m;" +
    "for(d of s){r=require('module').createRequire(d+'/_');try{p=r.resolve(n)}catch{}if(p)return r(p);" +
    "try{for(k in r('./package.json').dependencies)for(m of r.resolve.paths(n))try{s.add(f(m+'/'+k));break}catch{}}" +
    "catch{s.add(f(d+'/..'))}}" +
    "throw Error('Cannot find module '+n)}";

function resolvesFrom(folder: string, name: string): boolean {
    try {
        createRequire(join(folder, "index.js")).resolve(name);
        return true;
    } catch {
        return false;
    }
}
