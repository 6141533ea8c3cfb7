import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project";

/** What the package exports, types included. A name that changes here changes in users' programs. */
const PUBLIC_NAMES = `
    AlarmArgs
    ArchiveTable
    ArchiveTableArgs
    ArchiveTableNodes
    ArchiveTableTransforms
    ArchiveYears
    AwsBucketNodes
    AwsBucketTransforms
    AwsNativeBucket
    AwsNativeBucketArgs
    AwsNativeBucketNodes
    AwsNativeBucketPolicy
    AwsNativeBucketPolicyArgs
    AwsNativeBucketTransforms
    AwsNativeEncryptionRule
    AwsNativeKey
    AwsNativeKeyAliasArgs
    AwsNativeKeyArgs
    AwsNativeLifecycleRule
    BucketAccessArgs
    BucketEncryption
    ExecutionLogsArgs
    ExistingBucket
    ExistingBucketArgs
    ExistingCheckpoints
    ExportBucket
    ExportBucketArgs
    ExportBucketNodes
    ExportBucketTransforms
    ExportGrant
    ExportLayout
    ExportLayoutContext
    ExportScheduleArgs
    ExportSource
    ExportTask
    ExportTaskArgs
    InputError
    InputFailure
    KeyGrant
    KmsKeyResource
    LifecyclePreset
    LifecycleRule
    LifecycleTransition
    LogExport
    LogExportArgs
    LogExportBucketAccessArgs
    LogExportBucketArgs
    LogGroupResource
    LogGroupSelection
    LogGroups
    NewBucketArgs
    NewKeyArgs
    ObjectLockArgs
    PolicyStatement
    ProviderPackage
    QuietGroupsArgs
    ResourceTransform
    ScheduledLogExport
    ScheduledLogExportArgs
    ScheduledLogExportNodes
    ScheduledLogExportTransforms
    SelectLogGroupsArgs
    SplitBy
    TimeRangeArgs
    TimestampInput
    TopicEncryption
    TransitionStorageClass
    exportStatements
    keyStatements
    selectLogGroups
    topicKeyStatements
`;

const COMMAND = 'require("./dist/commands/commandLine.js"); require("./dist/providers/aws/clients.js")';

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

    it("loads the SDK clients with the first call of AWS, so that the check above can fail", () => {
        const loaded = loadedBy('require("./dist/providers/aws/clients")');
        assert.ok(loaded.some(isFrom("@aws-sdk/client-cloudwatch-logs")));
    });

    it("loads with the provider what checks and compares exports, and what runs them with the first that runs", () => {
        const isOfRun = (path: string) => /[\\/]exportTask[\\/](run[\\/]run|diagnosis[\\/]refusal)\.js$/.test(path);
        const loaded = loadedBy('require("pulumi-cloudwatch-logs-export/exportTask")');
        assert.ok(loaded.some((path) => /[\\/]exportTask[\\/]diff\.js$/.test(path)));
        assert.deepEqual(loaded.filter(isOfRun), []);
        const late =
            'const { loadRun, loadDiagnosis } = require("./dist/providers/exportTask/loadRun"); loadRun(); loadDiagnosis()';
        assert.equal(loadedBy(late).filter(isOfRun).length, 2, "the check above can fail");
    });

    it("loads nothing of Pulumi with the command, which reads archives where there is none", () => {
        const loaded = loadedBy(COMMAND);
        assert.ok(loaded.some(isFrom("commander")));
        assert.deepEqual(loaded.filter(isFrom("@pulumi/pulumi")), []);
    });

    it("loads Temporal for clocks that change, not for UTC", () => {
        const loadedFor = (zone: string) =>
            loadedBy(`require("./dist/components/time/timeZone").offsetPeriodAt(${JSON.stringify(zone)}, 0)`);
        assert.ok(loadedFor("Europe/Berlin").some(isFrom("@js-temporal/polyfill")));
        assert.deepEqual(loadedFor("UTC").filter(isFrom("@js-temporal/polyfill")), []);
    });

    it("says what to install where a program asks for aws-native and it is not there", () => {
        const hide = `const Module = require("node:module"), find = Module._resolveFilename;
            Module._resolveFilename = (name, ...rest) => {
                if (name.startsWith("@pulumi/aws-native")) throw new Error("Cannot find module " + name);
                return find(name, ...rest);
            };`;
        const program = `${hide} const { ExportBucket, InputError } = require("pulumi-cloudwatch-logs-export");
            try { new ExportBucket("archive", { providerPackage: "aws-native" }); } catch (error) {
                console.log(error instanceof InputError, error.message);
            }`;
        const said = execFileSync(process.execPath, ["-e", program], { cwd: ROOT, encoding: "utf8" });
        assert.match(
            said,
            /^true ExportBucket "archive": providerPackage is "aws-native", but must be "aws" as long as/,
        );
        assert.match(said, /npm install @pulumi\/aws-native/);
    });

    it("needs no types of @pulumi/aws-native, so programs without it compile", () => {
        const dist = join(ROOT, "dist");
        const declarations = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((file) =>
            file.endsWith(".d.ts"),
        );
        assert.ok(declarations.some((file) => file.endsWith("awsNativeTypes.d.ts")));
        const importing = declarations.filter((file) =>
            /(from |import\()"@pulumi\/aws-native/.test(readFileSync(join(dist, file), "utf8")),
        );
        assert.deepEqual(importing, []);
    });

    it("offers these names and no others", () => {
        const declaration = readFileSync(join(ROOT, "dist", "index.d.ts"), "utf8");
        const lists = [...declaration.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list]) => list.split(","));
        const names = lists.map((name) => name.replace(/\btype\b/, "").trim()).filter(Boolean);
        assert.deepEqual([...new Set(names)].sort(), PUBLIC_NAMES.trim().split(/\s+/));
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
