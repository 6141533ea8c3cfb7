/** URNs: `urn:pulumi:<stack>::<project>::<type, qualified by the parents' types>::<name>`. */
export const stackType = "pulumi:pulumi:Stack";
const providerPrefix = "pulumi:providers:";

export interface StackName {
    readonly project: string;
    readonly stack: string;
}

export function makeUrn({ project, stack }: StackName, parent: string, type: string, name: string): string {
    const parentType = parent === "" ? "" : qualifiedType(parent);
    const qualified = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** As lenient as the real engine. */
export function isUrn(text: string): boolean {
    return text.startsWith("urn:pulumi:") && text.split("::").length > 3;
}

export function qualifiedType(urn: string): string {
    return urn.split("::")[2] ?? "";
}

export function typeOf(urn: string): string {
    return qualifiedType(urn).split("$").at(-1) ?? "";
}

/** The name may itself contain `::`. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

export function isProviderType(type: string): boolean {
    return type.startsWith(providerPrefix);
}

/** Whether the engine itself registered the provider. Such providers are not shown, as in the real engine. */
export function isDefaultProvider(urn: string): boolean {
    return isProviderType(typeOf(urn)) && /^default(_|$)/.test(nameOf(urn));
}

export function providerType(pkg: string): string {
    return providerPrefix + pkg;
}

/** `aws` for `aws:s3/bucket:Bucket`, and for `pulumi:providers:aws` too. */
export function packageOf(type: string): string {
    return isProviderType(type) ? type.slice(providerPrefix.length) : type.split(":")[0];
}

/** A provider reference is the provider resource's URN and id, joined by `::`. */
export function parseReference(reference: string): { urn: string; id: string } {
    const at = reference.lastIndexOf("::");
    return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}

export function makeReference(urn: string, id: string): string {
    return `${urn}::${id}`;
}
