import type * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Diagnostic } from "../result";
import type { Reporter } from "./reporter";
import { notSupported } from "./requests";
import { handle } from "./rpc";

const severities: Readonly<Record<engine.LogSeverity, Diagnostic["severity"]>> = {
    [engine.LogSeverity.DEBUG]: "debug",
    [engine.LogSeverity.INFO]: "info",
    [engine.LogSeverity.WARNING]: "warning",
    [engine.LogSeverity.ERROR]: "error",
};

/** The engine service for programs and plugins: log messages, and the root resource. */
export function addEngineService(server: grpc.Server, reporter: Reporter): void {
    let root = "";
    server.addService(EngineService, {
        log: handle((request: engine.LogRequest) => {
            const severity = severities[request.getSeverity()];
            reporter.log(severity, request.getMessage(), request.getUrn() || undefined, request.getEphemeral());
            return Promise.resolve(new Empty());
        }),
        getRootResource: handle(() => {
            const answer = new engine.GetRootResourceResponse();
            answer.setUrn(root);
            return Promise.resolve(answer);
        }),
        setRootResource: handle((request: engine.SetRootResourceRequest) => {
            root = request.getUrn();
            return Promise.resolve(new engine.SetRootResourceResponse());
        }),
        requirePulumiVersion: handle(() => Promise.resolve(new engine.RequirePulumiVersionResponse())),
        startDebugging: handle(() => Promise.reject(notSupported("debugging"))),
    });
}
