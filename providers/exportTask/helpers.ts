import { isPluginProcess } from "../host";
import { type ExportTaskInputs, type RawInputs } from "./inputs";
import { definedOf } from "./record";

/** Inputs by which a program tells the provider about itself, and that hide nothing. */
type Helpers = Partial<Pick<ExportTaskInputs, "shortUrn" | "series" | "secretInputs">>;

type Pending<T> = { readonly [Name in keyof T]: T[Name] | Promise<T[Name]> };

/**
 * The helpers of an export as the one text in which a program hands them down: Pulumi makes some forty promises of each property,
 * those within a property too, and a stack has hundreds of exports. The state has them one by one again.
 */
export async function packHelpers({ shortUrn, series, secretInputs }: Pending<Helpers>): Promise<string> {
    return JSON.stringify({ shortUrn: await shortUrn, series: await series, secretInputs: await secretInputs });
}

/**
 * The inputs one by one, as the provider works with them. Who calls the plugin packs none, so there `helpers` is refused like any
 * other unknown name.
 */
export function unpackHelpers(inputs: RawInputs): RawInputs {
    const { helpers, ...others } = inputs;
    const packed = typeof helpers === "string" && !isPluginProcess() ? helpersIn(helpers) : undefined;
    if (!packed) return inputs;
    const { shortUrn, series, secretInputs } = packed;
    return { ...others, ...definedOf({ shortUrn, series, secretInputs }) };
}

function helpersIn(text: string): Helpers | undefined {
    try {
        const packed: unknown = JSON.parse(text);
        return typeof packed === "object" && packed !== null ? packed : undefined;
    } catch {
        return undefined;
    }
}
