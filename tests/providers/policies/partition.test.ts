import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { dnsSuffixOf, logsPrincipal, partitionOf } from "../../../providers/policies/partition";
import { checkNames } from "../../../providers/validation/names";

/** Every partition, a Region of it, and the principal that the aws provider's getServicePrincipal returns there. */
const PARTITIONS = [
    ["aws", "eu-central-1", "amazonaws.com", "logs.eu-central-1.amazonaws.com"],
    ["aws", "ap-southeast-5", "amazonaws.com", "logs.ap-southeast-5.amazonaws.com"],
    ["aws-cn", "cn-northwest-1", "amazonaws.com.cn", "logs.cn-northwest-1.amazonaws.com.cn"],
    ["aws-cn", "cn-north-1", "amazonaws.com.cn", "logs.cn-north-1.amazonaws.com.cn"],
    ["aws-us-gov", "us-gov-west-1", "amazonaws.com", "logs.us-gov-west-1.amazonaws.com"],
    ["aws-eusc", "eusc-de-east-1", "amazonaws.eu", "logs.eusc-de-east-1.amazonaws.com"],
    ["aws-iso", "us-iso-east-1", "c2s.ic.gov", "logs.us-iso-east-1.c2s.ic.gov"],
    ["aws-iso-b", "us-isob-east-1", "sc2s.sgov.gov", "logs.us-isob-east-1.sc2s.sgov.gov"],
    ["aws-iso-e", "eu-isoe-west-1", "cloud.adc-e.uk", "logs.eu-isoe-west-1.amazonaws.com"],
    ["aws-iso-f", "us-isof-south-1", "csp.hci.ic.gov", "logs.us-isof-south-1.amazonaws.com"],
];

describe("the partition", () => {
    for (const [name, region, dnsSuffix, principal] of PARTITIONS) {
        it(`of ${region} is ${name}`, () => {
            assert.equal(partitionOf(region), name);
            assert.equal(dnsSuffixOf(region), dnsSuffix);
            assert.equal(logsPrincipal(region), principal);
        });
    }

    it("is aws where the form of the name is none that is known", () => {
        assert.equal(partitionOf("xx-somewhere-1"), "aws");
    });
});

describe("a Region's code", () => {
    const failures = (region: string) => checkNames({ region });

    it("is accepted for every Region of the aws provider, and of every partition", () => {
        const regions = [...Object.values(aws.Region), ...PARTITIONS.map(([, region]) => region)];
        assert.ok(regions.length > 30);
        assert.deepEqual(regions.flatMap(failures), []);
    });

    it("is refused where it is none", () => {
        for (const region of ["Frankfurt", "eu_central_1", "eu-central", "eu-central-1a", ""]) {
            assert.equal(failures(region).length, 1, region);
        }
    });
});
