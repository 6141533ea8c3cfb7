import type * as pulumi from "@pulumi/pulumi";
import { aliasOfOtherHost, isPluginProcess } from "../host";
import { Turn } from "./gate";
import { packHelpers } from "./helpers";
import { DERIVED, isAnySource, secretInputsOf } from "./secretOutputs";
import { settleInputs } from "./settledInputs";
import { limitRecordedStack } from "./sourcePosition";
import { EXPORT_TASK_TYPE, shortUrnOf } from "./urn";

interface Late {
    /** The inputs that Pulumi makes outputs of. */
    readonly own: pulumi.Inputs;
    /** Those of which it makes none. */
    readonly hidden: pulumi.Inputs;
    readonly aliases: pulumi.Input<pulumi.URN | pulumi.Alias>[];
    readonly turn: Turn | undefined;
    /** Once the secret outputs are filled in. */
    readonly secrets: Promise<void> | undefined;
    readonly restoreStack: () => void;
}

/**
 * The arguments that an export adds after all transformations, those of parents and of the stack included, or later still.
 *
 * - The turn at the gate, which Pulumi takes for the reference to the resource's package, see gate.ts.
 * - `additionalSecretOutputs`, which Pulumi reads after it has waited for that reference: whether an input is secret is known only
 *   later. The provider's helpers name the secret inputs too, see helpers.ts.
 * - The provider and its helpers, which nobody reads of the resource. Pulumi makes outputs of the inputs that are there when it makes
 *   the resource, and sends those that are there when it has awaited the dependencies.
 * - `aliases`, which Pulumi reads when inputs and parent are there, and so after the constructor has ended. Of an alias that is there
 *   sooner it makes a URN in ten outputs, a fifth of what an export costs, for children and engines that take no aliases but URNs.
 *
 * A transformation that adds to one of these lists puts a copy in its place, so what is filled in late must be a list of ours.
 * The dependencies are awaited together with the helpers, so that most inputs are plain values when Pulumi comes to them.
 */
export class LateArguments {
    private late: Late | undefined;
    private own: pulumi.Resource | undefined;

    /** @param isRun whether the export is registered in an `up`: only then it has a turn. */
    constructor(
        private readonly name: string,
        private readonly isRun: boolean,
        private readonly provider: string,
    ) {}

    /** The options to give Pulumi. */
    optionsFrom(opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
        return { ...opts, transformations: [this.first, ...(opts.transformations ?? [])] };
    }

    /** What Pulumi takes for the reference to the resource's package. Asked for only when Pulumi does, see gate.ts. */
    asPackage(): Promise<undefined> {
        const wait = async () => {
            await this.late?.secrets;
            return this.late?.turn;
        };
        const ready: PromiseLike<undefined> = { then: (resolve, reject) => wait().then(resolve, reject) };
        return ready as Promise<undefined>;
    }

    /** To be called when Pulumi has made the resource or refused to, before anything is awaited. */
    end(): void {
        this.late?.restoreStack();
    }

    /**
     * To be called when Pulumi has made the resource, before anything is awaited.
     * @returns all inputs, as transformations left them.
     */
    complete(resource: pulumi.Resource): pulumi.Inputs {
        if (!this.late)
            throw new Error("This version of @pulumi/pulumi is not supported: it passes over transformations.");
        const inputs = Object.assign(this.late.own, this.late.hidden);
        this.late.aliases.push(aliasOfOtherHost(EXPORT_TASK_TYPE));
        this.late.turn?.endWith(resource);
        const others = transformationsOf(resource).filter((one) => one !== this.first && one !== this.last);
        Object.assign(resource, { __transformations: others }); // which its children inherit
        return inputs;
    }

    /** Pulumi goes through the list that the resource has: its own transformations, then its parents', then this one. */
    private readonly first: pulumi.ResourceTransformation = ({ resource }) => {
        if (this.own !== undefined) return undefined; // what another transformation makes with these options
        this.own = resource;
        transformationsOf(resource).push(this.last);
        return undefined;
    };

    private readonly last: pulumi.ResourceTransformation = ({ resource, props, opts }) => {
        if (resource !== this.own) return undefined; // what another transformation makes as its child
        const left: pulumi.CustomResourceOptions = opts;
        const aliases = [...(left.aliases ?? [])];
        const additionalSecretOutputs = [...(left.additionalSecretOutputs ?? [])];
        const secretInputs = secretInputsOf(props);
        const secrets = secretInputs?.then((names) => {
            if (isAnySource(names)) additionalSecretOutputs.push(...DERIVED);
        });
        const turn = this.isRun ? new Turn(props, left) : undefined;
        const { own, hidden } = this.divide(props, left, secretInputs);
        this.late = { own, hidden, aliases, secrets, turn, restoreStack: limitRecordedStack(left.parent) };
        // With the hidden ones, which are there when the resource is made.
        const settled = Promise.resolve().then(() => settleInputs(own));
        // Until the parent is known, most of the others are. An input that never comes is Pulumi's to name, and to wait for.
        const dependsOn = settled.then(({ helpers }) => helpers).then(() => left.dependsOn) as typeof left.dependsOn;
        return { props: own, opts: { ...left, dependsOn, aliases, additionalSecretOutputs } };
    };

    private divide(
        { series, ...props }: pulumi.Inputs,
        { parent, id }: pulumi.CustomResourceOptions,
        secretInputs: Promise<string[] | undefined> | undefined,
    ): Pick<Late, "own" | "hidden"> {
        const given = series === undefined ? {} : { series };
        if (isPluginProcess()) return { own: { ...props, ...given }, hidden: {} }; // it is told the URN, and sees what is secret
        // Without its dependencies: one on the parent would be one on all of the parent's children, this one included.
        const helpers = { ...given, shortUrn: shortUrnOf(this.name, parent), ...(secretInputs && { secretInputs }) };
        // What is read is recorded as it is given: nobody checks it before.
        const told = id === undefined ? { helpers: packHelpers(helpers) } : helpers;
        const hidden = { __provider: this.provider, ...told };
        if (!this.isRun) return { own: props, hidden };
        const { destination, destinationPrefix, ...own } = props;
        return { own, hidden: { destination, destinationPrefix, ...hidden } };
    }
}

function transformationsOf(resource: pulumi.Resource): pulumi.ResourceTransformation[] {
    return (resource as unknown as { __transformations: pulumi.ResourceTransformation[] }).__transformations;
}
