/**
 * The provider of a resource as the state keeps it, twice a record: a module that Pulumi's host of dynamic providers
 * makes from this text, in a process of its own. It fetches the real methods from the installed package, so a new
 * version of the package serves old states, and says nothing of where the package lies.
 *
 * - `name` is what require takes: it stands in users' states and never changes.
 * - It is looked for as from the program's folder, the host's working directory; then as from every package that the
 *   program depends on, for one of them may wrap this one without it being hoisted. A folder without a package.json
 *   belongs to the project above it.
 * - A missing or broken package throws outside of `configure`, so on each call: the host keeps a provider before
 *   `configure` has ended, and takes one without methods for one that has nothing to do, on delete as well. For the same
 *   reason `configure` assigns synchronously.
 * - Dense, and without double quotes, which the state would escape.
 */
export const providerText = (name: string): string =>
    "exports.handler=()=>{" +
    `let n='${name}',f=require('fs').realpathSync,s=new Set([process.cwd()]),d,r,p,k,m;` +
    "for(d of s){r=require('module').createRequire(d+'/_');try{p=r.resolve(n)}catch{}" +
    "if(p){let{lifecycle}=r(p);return{configure({config}){Object.assign(this,lifecycle(config))}}}" +
    "try{for(k in r('./package.json').dependencies)for(m of r.resolve.paths(n))try{s.add(f(m+'/'+k));break}catch{}}" +
    "catch{s.add(f(d+'/..'))}}" +
    "throw Error(n+' cannot be found from '+process.cwd()+'. Run npm install there.')}";
