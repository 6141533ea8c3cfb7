import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { startAws } from "../../sandbox/aws";
import { runningClock } from "../../sandbox/clock/clock";
import { type Answers, askAll } from "./answers";
import { type Clients, REGION } from "./calls";

const VENV = join(__dirname, ".venv");
const MOTO = ["bin/moto_server", "Scripts/moto_server.exe"].map((file) => join(VENV, file)).find(existsSync);

/** Why moto cannot run here, or undefined if it can. */
export function whyNoMoto(): string | undefined {
    return MOTO ? undefined : `there is no ${join("tests", "fidelity", ".venv")} with moto in it; .ci/run makes one`;
}

export async function sandboxAnswers(): Promise<Answers> {
    const clock = runningClock({ start: Date.now(), since: Date.now(), speed: 50 });
    const aws = await startAws({ clock, limits: { pendingMilliseconds: 20_000, runMilliseconds: () => 60_000 } });
    try {
        return await askAll(clientsFor(aws.endpoint, clock.now(), () => clock.sleep(120_000)));
    } finally {
        await aws.close();
    }
}

export async function motoAnswers(): Promise<Answers> {
    const port = await freePort();
    const server = spawn(MOTO ?? "", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    try {
        await isUp(server, port);
        return await askAll(clientsFor(`http://127.0.0.1:${port}`, Date.now(), () => Promise.resolve()));
    } finally {
        server.kill("SIGKILL"); // it keeps nothing
    }
}

function clientsFor(endpoint: string, now: number, settle: () => Promise<void>): Clients {
    const config = {
        endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAFIDELITY", secretAccessKey: "secret" },
        maxAttempts: 1,
        forcePathStyle: true,
    };
    return {
        logs: new CloudWatchLogsClient(config),
        s3: new S3Client(config),
        sts: new STSClient(config),
        settle,
        now,
    };
}

async function isUp(server: ChildProcess, port: number): Promise<void> {
    for (const deadline = Date.now() + 50_000; Date.now() < deadline;) {
        if (server.exitCode !== null) break;
        const isThere = await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
            ({ ok }) => ok,
            () => false,
        );
        if (isThere) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`moto's server did not come up on port ${port} (exit code ${server.exitCode}).`);
}

function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const probe = createServer().once("error", reject);
        probe.listen(0, "127.0.0.1", () => {
            const { port } = probe.address() as { port: number };
            probe.close(() => resolve(port));
        });
    });
}
