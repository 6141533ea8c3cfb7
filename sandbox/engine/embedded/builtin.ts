import { existsSync } from "node:fs";
import { join } from "node:path";
import { Snapshot } from "../snapshot";
import { stackType, typeOf, type StackName } from "../urn";
import { containsSecret, type PropertyMap } from "../values";
import type * as provider from "./provider";
import { notSupported } from "./requests";

export const builtinPackage = "pulumi";
const stackReferenceType = "pulumi:pulumi:StackReference";

/**
 * The provider of the package `pulumi`, which is the engine itself: it reads the outputs of other stacks
 * (pkg/resource/deploy/builtins.go).
 */
export class Builtin implements provider.PackageProvider {
    constructor(
        /** The folder with the states of all stacks. */
        private readonly states: string,
        private readonly project: string,
        private readonly organization: string,
    ) {}

    async read({ urn, id, inputs }: provider.ReadRequest): Promise<provider.Read> {
        if (typeOf(urn) !== stackReferenceType) {
            throw notSupported(`reading a ${typeOf(urn)}`);
        }
        const outputs = this.outputsOf(id);
        const secretOutputNames = Object.keys(outputs).filter((name) => containsSecret(outputs[name]));
        return { id, inputs, outputs: { name: id, outputs, secretOutputNames: secretOutputNames.sort() } };
    }

    /** The stack's outputs after its last completed run. */
    private outputsOf(reference: string): PropertyMap {
        const { project, stack } = this.parse(reference);
        const file = join(this.states, `${stack}.json`);
        const resources = existsSync(file) ? Snapshot.open(file, false).previous : [];
        const root = resources.find(({ type, urn }) => type === stackType && urn.split("::")[1] === project);
        if (!root) {
            throw new Error(`unknown stack "${reference}"`);
        }
        return root.outputs ?? {};
    }

    /** `stack` of this project, or `organization/project/stack`, as in the CLI's file backend. */
    private parse(reference: string): StackName {
        const parts = reference.split("/");
        if (parts.length > 1 && parts[0] !== this.organization) {
            throw new Error(`organization name must be '${this.organization}'`);
        }
        const [, project = this.project, stack = ""] = parts.length === 1 ? ["", this.project, reference] : parts;
        return { project, stack };
    }

    checkConfig(_urn: string, _old: PropertyMap, inputs: PropertyMap): Promise<provider.CheckResult> {
        return Promise.resolve({ inputs, failures: [] });
    }
    diffConfig() {
        return Promise.resolve({
            changes: "none",
            replaceKeys: [],
            changedKeys: [],
            deleteBeforeReplace: false,
        } as const);
    }
    configure(): Promise<void> {
        return Promise.resolve();
    }
    cancel(): Promise<void> {
        return Promise.resolve();
    }
    close(): Promise<void> {
        return Promise.resolve();
    }

    check = refusal;
    diff = refusal;
    create = refusal;
    update = refusal;
    delete = refusal;
    invoke = refusal;
    construct = refusal;
    getSchema = refusal;
}

/** Stack references are only read, and the monitor answers the package's functions. */
function refusal(): Promise<never> {
    return Promise.reject(notSupported("managing resources of the package pulumi"));
}
