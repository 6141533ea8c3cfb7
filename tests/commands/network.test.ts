import * as assert from "node:assert/strict";
import { DAY_MS } from "../../providers/durations";
import { eventsIn } from "../support/account";
import { openProxiedNetwork, type ProxiedNetwork } from "../support/proxy";
import { Archive, AUGUST, URI } from "./archive";

describe("the way of a command to the bucket", () => {
    let archive: Archive;
    let network: ProxiedNetwork;
    let endpoint: string | undefined;
    const range = { from: AUGUST, to: AUGUST + DAY_MS };

    before(async () => {
        archive = await Archive.open([
            { name: "/app/pay", streams: [{ name: "a", events: eventsIn(range.from, range.to, 3) }] },
        ]);
        await archive.export({ logGroupName: "/app/pay", range });
        network = await openProxiedNetwork(archive.account.aws.endpoint);
        endpoint = process.env.AWS_ENDPOINT_URL;
        delete process.env.AWS_ENDPOINT_URL; // S3 is reached under its own name
    });
    after(async () => {
        process.env.AWS_ENDPOINT_URL = endpoint;
        await network.close();
        await archive.close();
    });

    it("is through the proxy of the environment, with its certificates, as exports go", async () => {
        const env = { HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.caBundle };
        const { status, stderr } = await archive.runAt({ env }, "verify", URI);
        assert.deepEqual([status, stderr], [0, ""]);
        assert.match(network.seen[0], /^CONNECT audit-archive\.s3\.eu-central-1\.amazonaws\.com:443$/);
    });

    it("is refused with status 2 if the proxy is none", async () => {
        const { status, stderr } = await archive.runAt({ env: { HTTPS_PROXY: "socks://host" } }, "verify", URI);
        assert.equal(status, 2);
        assert.match(stderr, /^error: The proxy in aws:httpsProxy or HTTPS_PROXY is not a URL of the form http:/);
    });
});
