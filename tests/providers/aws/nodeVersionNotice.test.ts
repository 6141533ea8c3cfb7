import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { withoutVersionNotice } from "../../../providers/aws/nodeVersionNotice";
import { ROOT } from "../../package/project";

const SWITCH = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/** The stderr output of a process that pretends to be Node.js 20. */
function printedOn20(program: string, env: NodeJS.ProcessEnv = {}): string {
    const old = `Object.defineProperty(process, "version", { value: "v20.19.0" });`;
    const { stderr, status } = spawnSync(process.execPath, ["-e", old + program], {
        cwd: ROOT,
        env: { ...process.env, [SWITCH]: undefined, ...env },
        encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return stderr;
}

const OPEN = `require(${JSON.stringify(join(ROOT, "dist/providers/aws/clients.js"))})
    .connect({ region: "eu-central-1", roles: [] }, {});`;

describe("the SDK's notice about Node.js 20", () => {
    afterEach(() => delete process.env[SWITCH]);

    it("comes where a program opens a client of its own, so that the next test can fail", () => {
        const own = `new (require("@aws-sdk/client-sts").STSClient)({ region: "eu-central-1" })`;
        assert.match(printedOn20(own), /NodeVersionSupportWarning/);
    });

    it("does not come from the provider's clients, unless the user asks for it", () => {
        assert.equal(printedOn20(OPEN), "");
        assert.match(printedOn20(OPEN, { [SWITCH]: "false" }), /NodeVersionSupportWarning/);
    });

    it("is switched off only while clients are opened, even if that fails", () => {
        assert.equal(withoutVersionNotice(() => process.env[SWITCH]), "true"); // prettier-ignore
        assert.ok(!(SWITCH in process.env));
        assert.throws(() =>
            withoutVersionNotice(() => {
                throw new Error("no client");
            }),
        );
        assert.ok(!(SWITCH in process.env));
        process.env[SWITCH] = "false";
        assert.equal(withoutVersionNotice(() => process.env[SWITCH]), "false"); // prettier-ignore
        assert.equal(process.env[SWITCH], "false");
    });
});
