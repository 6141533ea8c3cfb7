import { LogExport } from "../../../components/logExport/logExport";
import { type LogExportArgs } from "../../../components/logExport/args";
import { EXPORT_TASK, type Mocked, type MockOptions, setMocks } from "../../support/mocks";

export const TYPE = "cloudwatch-logs-export:index:LogExport";
export const OCTOBER = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
export const BASE = { logGroups: ["/aws/lambda/payments"], ...OCTOBER, bucket: { existing: "audit-archive" } };

/** A program that declares LogExports, and what it registered. */
export class Stage {
    program!: Mocked;

    async begin(options: MockOptions = {}): Promise<void> {
        this.program = await setMocks(options);
    }

    async make(args: Partial<LogExportArgs> = {}, options: MockOptions = {}): Promise<LogExport> {
        await this.begin(options);
        const made = new LogExport("audit", { ...BASE, ...args });
        await this.program.settle();
        return made;
    }

    readonly tasks = () => this.program.ofType(EXPORT_TASK);
    readonly names = () => this.tasks().map(({ name }) => name);
}
