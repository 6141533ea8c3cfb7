/** js-yaml comes with @pulumi/pulumi, without types. */
declare module "js-yaml" {
    export function load(text: string): unknown;
    export function dump(value: unknown): string;
}
