import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../providers/validation/failure";
import { assertInputs } from "../../providers/validation/inputError";

/** What a program calls a bucket: its resource, or its name. */
type BucketIdentity = string | object;

const WRITERS = Symbol.for("pulumi-cloudwatch-logs-export/policyWriters");

/**
 * Registers the component as the one that writes the bucket's policy. A bucket has one policy: with two writers each `up`
 * would replace one with the other, and the exports of the other would be refused.
 * @throws {InputError} if another component of this run writes it.
 */
export function claimPolicy(
    component: pulumi.Resource,
    bucket: BucketIdentity,
    property: string,
    shown: unknown,
): void {
    const writers = writersOf(pulumi.runtime.getMonitor() ?? claimPolicy);
    const [mine, other] = [pathOf(component), writers.get(bucket)];
    if (other === undefined || other === mine) writers.set(bucket, mine);
    else {
        const next =
            `${other} writes its policy already, and each up would replace the policy of one with that of the other: give ` +
            "both the same ExportBucket, or leave policy out of one and merge exportStatements into the other's policy.";
        const allowed = "a bucket whose policy nothing else in the program manages";
        assertInputs(`ExportBucket "${nameOf(component)}"`, [refuse(property, shown, allowed, next)]);
    }
}

/** The writers of a run, which is known by its connection to the engine, by bucket. */
function writersOf(run: object): Map<BucketIdentity, string> {
    const shared = globalThis as { [WRITERS]?: WeakMap<object, Map<BucketIdentity, string>> };
    const runs = (shared[WRITERS] ??= new WeakMap());
    let writers = runs.get(run);
    if (!writers) runs.set(run, (writers = new Map<BucketIdentity, string>()));
    return writers;
}

/** `audit/audit-bucket`: a component of the same names is the same one, declared again by another test of a program. */
function pathOf(resource: pulumi.Resource): string {
    const { __parentResource: parent } = resource as { __parentResource?: pulumi.Resource };
    const isOwnParent = parent !== undefined && nameOf(parent) !== undefined && !isStack(parent);
    return `${isOwnParent ? `${pathOf(parent)}/` : ""}${nameOf(resource)}`;
}

const isStack = (resource: pulumi.Resource) =>
    (resource as { __pulumiType?: string }).__pulumiType === "pulumi:pulumi:Stack";

const nameOf = (resource: pulumi.Resource) => (resource as { __name?: string }).__name;
