import type * as pulumi from "@pulumi/pulumi";
import { aliasOfOtherHost, isPluginProcess } from "../host";
import { Turn } from "./gate";
import { packedHelpers } from "./helpers";
import { DERIVED, isAnySource, secretInputsOf } from "./secretOutputs";
import { EXPORT_TASK_TYPE } from "./urn";

/**
 * The arguments of a resource that an export adds after all transformations, those of the stack included, or later still:
 * Pulumi reads these options when everything else is there, and waits for the reference to the resource's package before.
 *
 * - The turn at the gate is that reference, see gate.ts.
 * - `additionalSecretOutputs` and the provider's helpers: whether an input is secret is known only later.
 * - `aliases`: of an alias that is there when the resource is made Pulumi makes a URN in ten outputs, a fifth of what an export
 *   costs, for the children of the resource and engines that take no aliases but URNs.
 *
 * A transformation that adds to a list of these puts a copy in its place, so what is filled in late must be a list of ours.
 */
export class LateArguments {
    private given: { aliases: unknown[]; turn?: Turn; secrets?: Promise<void> } | undefined;

    /** @param isRun whether the export is registered in an `up`: only then it has a turn. */
    constructor(
        private readonly name: string,
        private readonly isRun: boolean,
    ) {}

    /** The options to give Pulumi. */
    optionsFrom(opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
        return afterTransformations(opts, (props, left) => {
            const aliases = [...(left.aliases ?? [])];
            const additionalSecretOutputs = [...(left.additionalSecretOutputs ?? [])];
            const secretInputs = secretInputsOf(props);
            const secrets = secretInputs?.then((names) => {
                if (isAnySource(names)) additionalSecretOutputs.push(...DERIVED);
            });
            this.given = { aliases, secrets, turn: this.isRun ? new Turn(props, left) : undefined };
            return [this.withHelpers(props, left, secretInputs), { ...left, aliases, additionalSecretOutputs }];
        });
    }

    /** What Pulumi takes for the reference to the resource's package. Asked for only when Pulumi does, see gate.ts. */
    asPackage(): Promise<undefined> {
        const wait = async () => {
            await this.given?.secrets;
            return this.given?.turn;
        };
        const ready: PromiseLike<undefined> = { then: (resolve, reject) => wait().then(resolve, reject) };
        return ready as Promise<undefined>;
    }

    /** To be called as soon as Pulumi has made the resource. */
    complete(resource: pulumi.Resource): void {
        if (!this.given)
            throw new Error("This version of @pulumi/pulumi is not supported: it passes over transformations.");
        this.given.aliases.push(aliasOfOtherHost(EXPORT_TASK_TYPE));
        this.given.turn?.endWith(resource);
    }

    /** The plugin is told the URN, and sees what is secret. */
    private withHelpers(
        { series, ...props }: pulumi.Inputs,
        { parent }: pulumi.CustomResourceOptions,
        secretInputs: Promise<string[] | undefined> | undefined,
    ): pulumi.Inputs {
        if (isPluginProcess()) return { ...props, ...(series !== undefined && { series }) };
        return { ...props, ...packedHelpers(this.name, parent, { series, secretInputs }) };
    }
}

type Arguments = [pulumi.Inputs, pulumi.CustomResourceOptions];

/**
 * Options with a transformation that comes after all others. Pulumi calls those of the resource first, then its parents' and the
 * stack's; ours adds itself to the end of the list that Pulumi is going through.
 */
function afterTransformations(
    opts: pulumi.CustomResourceOptions,
    transform: (...args: Arguments) => Arguments,
): pulumi.CustomResourceOptions {
    let own: pulumi.Resource | undefined;
    const last: pulumi.ResourceTransformation = ({ resource, props, opts: left }) => {
        if (resource !== own) return undefined; // a child, which inherits the list
        const [changed, completed] = transform(props, left);
        return { props: changed, opts: completed };
    };
    const first: pulumi.ResourceTransformation = ({ resource }) => {
        if (own !== undefined) return undefined;
        own = resource;
        (resource as unknown as { __transformations: pulumi.ResourceTransformation[] }).__transformations.push(last);
        return undefined;
    };
    return { ...opts, transformations: [...(opts.transformations ?? []), first] };
}
