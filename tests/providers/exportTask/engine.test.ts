import * as assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { engineAddress, isEngineAlive } from "../../../providers/exportTask/engine";

const HOST = "/x/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";

describe("the engine's address", () => {
    for (const [argv, address] of [
        [["node", HOST, "127.0.0.1:5000"], "127.0.0.1:5000"],
        [["node", HOST, "localhost:5000"], "localhost:5000"],
        [["node", "C:\\x\\cmd\\dynamic-provider\\index.js", "127.0.0.1:5000"], "127.0.0.1:5000"],
        [["node", HOST], undefined],
        [["node", HOST, "--help"], undefined],
        [["node", "/x/mocha", "127.0.0.1:5000"], undefined],
        [["node"], undefined],
    ] as const) {
        it(`is ${address} for ${argv.slice(1).join(" ")}`, () => assert.equal(engineAddress(argv), address));
    }

    it("is unknown in this process", () => assert.equal(engineAddress(), undefined));
});

describe("the engine", () => {
    it("is alive while something listens at its address, and gone when nothing does", async () => {
        const server = createServer((socket) => socket.destroy());
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
        assert.equal(await isEngineAlive(address), true);
        await new Promise((resolve) => server.close(resolve));
        assert.equal(await isEngineAlive(address), false);
    });

    it("counts as alive where there is no address to ask", async () => {
        assert.equal(await isEngineAlive(undefined), true);
    });
});
