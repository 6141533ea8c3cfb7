import type { Fault, OpenAws } from "../../sandbox/aws";
import type { Tally } from "./tally";

/** The faults in a scenario's AWS. Each is counted under its kind when it is removed. */
export class InjectedFaults {
    private readonly kinds = new Map<string, string>();

    constructor(
        private readonly aws: OpenAws,
        private readonly tally: Tally,
    ) {}

    /** @returns its id. */
    inject(fault: Fault, kind: string): string {
        const id = this.aws.faults.inject(fault);
        this.kinds.set(id, kind);
        return id;
    }

    clear(id: string): void {
        const found = this.aws.faults.list().find((one) => one.id === id);
        if (!found) return;
        this.count(found);
        this.aws.faults.clear(id);
    }

    clearAll(): void {
        this.aws.faults.list().forEach((one) => this.count(one));
        this.aws.faults.clear();
    }

    private count({ id, hits }: { readonly id: string; readonly hits: number }): void {
        this.tally.fault(this.kinds.get(id) ?? "?", hits);
    }
}
