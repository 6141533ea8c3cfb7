import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import jsonata from "jsonata";
import { stateMachine } from "../../../components/scheduledLogExport/machine/stateMachine";
import { ROLE } from "../../components/scheduledLogExport/account";
import { ACCOUNT, MACHINE, MACHINE_NAME, REGION } from "../../components/scheduledLogExport/plan";
import type { Stage } from "../../components/scheduledLogExport/stage";
import { policyOf } from "../../../sandbox/aws/iam/role";

const VENV = join(__dirname, "..", ".venv");
const PYTHON = ["bin/python", "Scripts/python.exe"].map((file) => join(VENV, file)).find(existsSync);

/** Why no other interpreter can be asked here, or undefined where one can. */
export function whyNoInterpreter(): string | undefined {
    return PYTHON ? undefined : "there is no tests/fidelity/.venv with moto in it; .ci/run makes one";
}

export interface Outcome {
    readonly status: "SUCCEEDED" | "FAILED";
    readonly error?: string;
    readonly cause?: string;
    readonly output?: unknown;
    readonly events: number;
}

/** A run of a stage's state machine in moto's interpreter: the same account, role and simulated time, another reading of the states. */
export async function runElsewhere(stage: Stage, execution: string): Promise<Outcome> {
    const [role] = Object.values(stage.aws.world.roles);
    stage.aws.world.keys.ROLE = {
        accountId: ACCOUNT,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/nightly-role/states`,
        roleArn: ROLE,
        policy: policyOf(role),
    };
    const server = await bridgeOf(stage);
    try {
        return await interpret(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
            // moto's grammar knows no integer here.
            definition: JSON.stringify(stateMachine(stage.plan)).replace(/("ToleratedFailurePercentage":\d+)/, "$1.0"),
            arn: MACHINE,
            name: MACHINE_NAME,
            account: ACCOUNT,
            region: REGION,
            roleArn: ROLE,
            execution: `${MACHINE.replace(":stateMachine:", ":execution:")}:${execution}`,
            startTime: new Date(stage.clock.now()).toISOString(),
            input: {},
        });
    } finally {
        server.closeAllConnections();
        server.close();
    }
}

function interpret(bridge: string, given: object): Promise<Outcome> {
    return new Promise((resolve, reject) => {
        const child = spawn(PYTHON ?? "", [join(__dirname, "interpreter.py"), bridge], { stdio: "pipe" });
        const [out, err]: string[][] = [[], []];
        child.stdout.on("data", (chunk: Buffer) => out.push(String(chunk)));
        child.stderr.on("data", (chunk: Buffer) => err.push(String(chunk)));
        child.once("error", reject);
        child.once("close", () => {
            const last = out.join("").trimEnd().split("\n").at(-1) ?? "";
            if (last.startsWith("{")) resolve(JSON.parse(last) as Outcome);
            else reject(new Error(`moto's interpreter ended without a result: ${err.join("").slice(-3_000)}`));
        });
        child.stdin.end(JSON.stringify(given));
    });
}

/** Answers AWS from the stage; evaluates JSONata with the reference implementation; advances time. */
function bridgeOf(stage: Stage): Promise<Server> {
    const answer = async (path: string, body: string): Promise<object> => {
        if (path === "/_bridge/wait") {
            const { seconds } = JSON.parse(body) as { seconds: number };
            await stage.clock.runUntil(stage.clock.now() + seconds * 1_000);
            return {};
        }
        const { expression } = JSON.parse(body) as { expression: string };
        try {
            return { value: await evaluate(expression, stage.clock.now()) };
        } catch (error) {
            return { error: (error as Error).message };
        }
    };
    const server = createServer((request, response) => {
        void (async () => {
            const [body, { method = "GET", url = "/", headers }] = [await read(request), request];
            if (url.startsWith("/_bridge/")) {
                response.end(JSON.stringify(await answer(url, String(body))));
                return;
            }
            await stage.clock.runUntil(stage.clock.now() + 50); // a round trip
            const reply = await stage.aws.handle({ method, url, headers, body });
            if (typeof reply === "string") request.socket.destroy();
            else response.writeHead(reply.status, reply.headers).end(reply.body);
        })();
    });
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** With what Step Functions adds to JSONata: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
async function evaluate(source: string, now: number): Promise<unknown> {
    const expression = jsonata(source);
    expression.registerFunction("millis", () => now);
    expression.registerFunction("now", () => new Date(now).toISOString());
    expression.registerFunction("parse", (text: string) => JSON.parse(text) as unknown);
    expression.registerFunction("hash", (text: string, algorithm: string) =>
        createHash(algorithm.replace("-", "").toLowerCase()).update(text).digest("hex"),
    );
    return expression.evaluate(undefined);
}

async function read(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
}
