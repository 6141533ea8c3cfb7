/**
 * The type token that a YAML program's short form stands for: `pkg:Type` is `pkg:index:Type`, and packages that are
 * generated from Terraform, such as aws, have a module for each type.
 */
export function canonicalToken(token: string, isFunction = false): string {
    const [pkg, module, name] = token.split(":");
    if (pkg === "pulumi" || module?.includes("/")) {
        return token;
    }
    if (name === undefined) {
        return `${pkg}:index:${module}`;
    }
    if (pkg !== "aws" || module === "index") {
        return token;
    }
    const member = isFunction ? name : name[0].toLowerCase() + name.slice(1);
    return `${pkg}:${module}/${member}:${name}`;
}
