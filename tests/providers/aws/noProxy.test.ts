import * as assert from "node:assert/strict";
import { needsProxy } from "../../../providers/aws/noProxy";

const LOGS = "logs.eu-central-1.amazonaws.com";

/** NO_PROXY, a host and a port, and whether the host is called through the proxy: like Go's httpproxy and the AWS CLI. */
const TABLE: readonly [string, string, number, boolean][] = [
    ["", LOGS, 443, true],
    ["*", LOGS, 443, false],
    ["amazonaws.com", LOGS, 443, false],
    ["amazonaws.com", "amazonaws.com", 443, false],
    ["amazonaws.com", "notamazonaws.com", 443, true],
    [".amazonaws.com", LOGS, 443, false],
    [".amazonaws.com", "amazonaws.com", 443, true],
    ["*.amazonaws.com", LOGS, 443, false],
    ["AmazonAWS.com", LOGS.toUpperCase(), 443, false],
    ["amazonaws.com:443", LOGS, 443, false],
    ["amazonaws.com:8443", LOGS, 443, true],
    ["example.com, sts.amazonaws.com ,amazonaws.com", LOGS, 443, false],
    ["example.com sts.amazonaws.com", LOGS, 443, true],
    ["10.0.0.1", "10.0.0.1", 443, false],
    ["10.0.0.1", "10.0.0.10", 443, true],
    ["0.0.1", "10.0.0.1", 443, true],
    ["10.0.0.0/8", "10.20.30.40", 443, false],
    ["10.0.0.0/8", "11.20.30.40", 443, true],
    ["10.0.0.0/99", "10.20.30.40", 443, true],
    ["10.0.0.0/8", LOGS, 443, true],
    ["fd00::/8", "[fd00::1]", 443, false],
    ["fd00::1", "[fd00::1]", 443, false],
    ["[fd00::1]:443", "[fd00::1]", 443, false],
    ["", "localhost", 4566, false],
    ["", "127.0.0.1", 4566, false],
    ["", "127.1.2.3", 4566, false],
    ["", "[::1]", 4566, false],
];

describe("NO_PROXY", () => {
    for (const [noProxy, host, port, isProxied] of TABLE) {
        it(`${JSON.stringify(noProxy)}: ${host}:${port} is called ${isProxied ? "through the proxy" : "directly"}`, () => {
            assert.equal(needsProxy(host, port, noProxy), isProxied);
        });
    }
});
