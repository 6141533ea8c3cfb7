import type * as pulumi from "@pulumi/pulumi";
import { type ExportTaskInputs, type RawInputs } from "./inputs";
import { shortUrnOf } from "./urn";

/** Inputs that a program gives the provider of itself, and that hide nothing. */
type Helpers = Pick<ExportTaskInputs, "shortUrn" | "series" | "secretInputs">;

/**
 * The helpers of an export as the one property in which a program hands them down: Pulumi makes some forty promises of each
 * property, and a stack has hundreds of exports. The state has them one by one again.
 */
export function packedHelpers(
    name: string,
    parent: pulumi.Resource | undefined,
    { series, secretInputs }: { readonly series?: string; readonly secretInputs?: Promise<string[] | undefined> },
): { readonly helpers: Promise<Helpers> } {
    const pack = async () => {
        // Without its dependencies: one on the parent would be one on all of the parent's children, this one included.
        const shortUrn = await shortUrnOf(name, parent);
        const secret = await secretInputs;
        return { shortUrn, ...(series !== undefined && { series }), ...(secret && { secretInputs: secret }) };
    };
    return { helpers: pack() };
}

/** The inputs one by one. */
export function unpackHelpers({ helpers, ...inputs }: RawInputs): RawInputs {
    return { ...inputs, ...(helpers as Helpers | undefined) };
}
