import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { awsNative } from "../../../sandbox/plugins/awsNative";
import { argumentsOf } from "../../support/cloudFormation";

/** Where @pulumi/aws-native, which is made from CloudFormation's schema, declares the type. */
const DECLARED: Readonly<Record<string, readonly [file: string, args: string]>> = {
    "aws-native:s3:Bucket": ["s3/bucket", "BucketArgs"],
    "aws-native:s3:BucketPolicy": ["s3/bucketPolicy", "BucketPolicyArgs"],
    "aws-native:logs:LogGroup": ["logs/logGroup", "LogGroupArgs"],
    "aws-native:kms:Key": ["kms/key", "KeyArgs"],
    "aws-native:kms:Alias": ["kms/alias", "AliasArgs"],
};

/** The names in the code of a resource's class between two texts. */
function namesIn(file: string, pattern: RegExp): string[] {
    const code = readFileSync(require.resolve(`@pulumi/aws-native/${file}`), "utf8");
    return [...code.matchAll(pattern)].flatMap(([, names]) => [...names.matchAll(/"(\w+)"/g)].map(([, name]) => name));
}

describe("the stand-in for aws-native agrees with CloudFormation's schema", () => {
    it("in a row below for each of its types", () => {
        assert.deepEqual(Object.keys(awsNative.resources).sort(), Object.keys(DECLARED).sort());
    });

    for (const [type, [file, args]] of Object.entries(DECLARED)) {
        const { inputs, computed, replaceOn, required = [] } = awsNative.resources[type];
        const declared = argumentsOf(file, args);

        it(`${type}: its inputs`, () => {
            assert.deepEqual(
                inputs.filter((name) => !declared.has(name)),
                [],
            );
        });

        it(`${type}: what is only read`, () => {
            const readOnly = new Set(namesIn(file, /resourceInputs\[("\w+")\] = undefined \/\*out/g));
            assert.deepEqual([...computed].sort(), [...readOnly].filter((name) => !declared.has(name)).sort());
        });

        it(`${type}: what replaces it`, () => {
            const replaces = namesIn(file, /replaceOnChanges: \[([^\]]*)\]/g);
            assert.deepEqual([...replaceOn].sort(), replaces.filter((name) => inputs.includes(name)).sort());
        });

        it(`${type}: what must be given`, () => {
            const code = readFileSync(require.resolve(`@pulumi/aws-native/${file}`), "utf8");
            const must = [...code.matchAll(/Missing required property '(\w+)'/g)].map(([, name]) => name);
            assert.deepEqual([...required].sort(), must.sort());
        });
    }
});
