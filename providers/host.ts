/** The type tokens of a resource: one for each of the two hosts that can run it. */
export interface HostedType {
    /** In a program of Node.js: Pulumi's host of dynamic providers. Pinned: it is in users' states. */
    readonly dynamic: string;
    /** In the plugin of this package: a resource of its own. Pinned too. */
    readonly plugin: string;
}

let isPlugin = false;

/** Says that this process is the plugin of this package; called once, before anything is declared. */
export function becomePlugin(): void {
    isPlugin = true;
}

/** Whether this process is the plugin of this package. */
export function isPluginProcess(): boolean {
    return isPlugin;
}

/** The type of a resource that this process declares. */
export function typeHere({ dynamic, plugin }: HostedType): string {
    return isPlugin ? plugin : dynamic;
}

/** An alias by which a stack that the other host has run keeps its resources. */
export function aliasOfOtherHost({ dynamic, plugin }: HostedType): { readonly type: string } {
    return { type: isPlugin ? dynamic : plugin };
}
