import { join } from "node:path";
import { openStack, type EngineEvent, type EngineName, type Operation, type OperationResult } from "../engine";
import type { Account } from "./account";
import { RunView } from "./runView";
import type { Screen } from "./screen";
import { REGION } from "./seeding";

const PROGRAM = join(__dirname, "..", "..", "examples", "first-export");

/** A run failed. The engine has reported why. */
export class RunFailed extends Error {}

/** The example's stack. Shows its runs. A failed run ends the demo. */
export class DemoStack {
    constructor(
        private readonly engine: EngineName,
        private readonly account: Account,
        private readonly screen: Screen,
        private readonly state: string,
        private readonly logGroups: readonly string[],
    ) {}

    preview(days: readonly string[]): Promise<OperationResult> {
        return this.run("preview", days);
    }

    up(days: readonly string[]): Promise<OperationResult> {
        return this.run("up", days);
    }

    destroy(): Promise<OperationResult> {
        return this.run("destroy", []);
    }

    private async run(operation: Operation, days: readonly string[]): Promise<OperationResult> {
        let onEvent: (event: EngineEvent) => void = () => undefined;
        const stack = await openStack({
            engine: this.engine,
            program: PROGRAM,
            state: this.state,
            stack: "demo",
            config: {
                "aws:region": REGION,
                logGroups: JSON.stringify(this.logGroups),
                days: JSON.stringify(days),
            },
            awsEndpoint: this.account.aws.endpoint,
            clock: this.account.clock,
            onEvent: (event) => onEvent(event),
        });
        const remains = operation === "destroy" ? remainsOf(await stack.exportState()) : new Map<string, string>();
        const view = new RunView(this.screen, operation === "preview", remains);
        onEvent = view.onEvent;
        view.begin();
        const result = await stack[operation]().finally(() => view.end());
        if (result.result === "failed") throw new RunFailed(`${operation} failed: ${result.error ?? "see above"}`);
        return result;
    }
}

type State = Awaited<ReturnType<Awaited<ReturnType<typeof openStack>>["exportState"]>>;

/** What remains of each resource when the stack is destroyed. */
function remainsOf({ deployment }: State): ReadonlyMap<string, string> {
    return new Map(
        (deployment.resources ?? []).flatMap(({ urn, type, retainOnDelete, inputs }) => {
            if (retainOnDelete) return [[urn, "out of the stack, stays in AWS"]];
            const isExport = type.endsWith(":ExportTask") && inputs?.removalPolicy !== "delete";
            return isExport ? [[urn, "out of the stack, its objects stay"]] : [];
        }),
    );
}
