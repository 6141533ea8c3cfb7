import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { ROOT } from "./project";

/** The modules that a program loads, by running it in a process of its own. */
function loadedBy(program: string): string[] {
    const print = "process.stdout.write(JSON.stringify(Object.keys(require.cache)))";
    const output = execFileSync(process.execPath, ["-e", `${program}; ${print}`], { cwd: ROOT, encoding: "utf8" });
    return JSON.parse(output) as string[];
}

const isFrom = (name: string) => (path: string) => path.replace(/\\/g, "/").includes(`/node_modules/${name}/`);

describe("importing the package", () => {
    it("loads neither @pulumi/aws-native nor the SDK clients", () => {
        const loaded = loadedBy('require("pulumi-cloudwatch-logs-export")');
        assert.ok(loaded.some(isFrom("@pulumi/pulumi")), "the list of loaded modules is not empty");
        assert.deepEqual(loaded.filter(isFrom("@pulumi/aws-native")), []);
        assert.deepEqual(loaded.filter(isFrom("@aws-sdk")), []);
        assert.deepEqual(loaded.filter(isFrom("@smithy")), []);
    });

    it("loads the SDK clients with the provider's code, so that the check above can fail", () => {
        const loaded = loadedBy('require("pulumi-cloudwatch-logs-export/exportTask")');
        assert.ok(loaded.some(isFrom("@aws-sdk/client-cloudwatch-logs")));
    });

    it("offers every name to ESM programs too", () => {
        const program =
            'import * as all from "pulumi-cloudwatch-logs-export"; console.log(Object.keys(all).sort().join())';
        const names = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
            cwd: ROOT,
            encoding: "utf8",
        });
        for (const name of ["LogExport", "ExportBucket", "ExportTask", "InputError"]) {
            assert.ok(names.split(",").includes(name), `${name} is not among ${names}`);
        }
    });
});
