/** The type tokens of a resource: one for each of the two hosts that can run it. */
export interface HostedType {
    /** In a program of Node.js: Pulumi's host of dynamic providers. Pinned: it is in users' states. */
    readonly dynamic: string;
    /** In the plugin of this package: a resource of its own. Pinned too. */
    readonly plugin: string;
}

/** The plugin of this package. */
interface Plugin {
    /** Whether it is configured itself, so that nothing needs to be handed down to the resources that it runs. */
    hasOwnConfig(): boolean;
}

let plugin: Plugin | undefined;

/** Says that this process is the plugin of this package; called once, before anything is declared. */
export function becomePlugin(here: Plugin): void {
    plugin = here;
}

/** The plugin of this package, if this process is it. */
export const pluginHere = (): Plugin | undefined => plugin;

/** Whether this process is the plugin of this package. */
export const isPluginProcess = (): boolean => plugin !== undefined;

/** The type of a resource that this process declares. */
export function typeHere(type: HostedType): string {
    return isPluginProcess() ? type.plugin : type.dynamic;
}

/**
 * Whether a record was written by the other host. Pulumi's host of dynamic providers keeps the provider's text in every record,
 * and can neither refresh nor delete what comes without it, so such a record is written again.
 */
export function isOfOtherHost(
    olds: Readonly<Record<string, unknown>>,
    news: Readonly<Record<string, unknown>>,
): boolean {
    return (olds.__provider === undefined) !== (news.__provider === undefined);
}

/** An alias by which a stack that the other host has run keeps its resources. */
export function aliasOfOtherHost(type: HostedType): { readonly type: string } {
    return { type: isPluginProcess() ? type.dynamic : type.plugin };
}
