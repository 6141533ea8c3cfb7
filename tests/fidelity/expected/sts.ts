import type { ExpectedDifferences } from "./expectedDifferences";

export const STS: readonly ExpectedDifferences[] = [
    {
        what: "Who the caller is",
        why: "The name of the user behind a made-up key is arbitrary. A user's keys are of IAM (`arn:aws:iam::…:user/…`), not of STS; and the packed size of a session policy is given only where there is one.",
        sources: [
            "https://docs.aws.amazon.com/goto/WebAPI/sts/GetCallerIdentity",
            "https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/sts/aws.sdk.kotlin.services.sts.model/-assume-role-response",
        ],
        differences: [
            {
                call: "GetCallerIdentity",
                at: "Arn",
                sandbox: '"arn:aws:iam::123456789012:user/sandbox"',
                moto: '"arn:aws:sts::123456789012:user/moto"',
            },
            { call: "AssumeRole", at: "PackedPolicySize", sandbox: "nothing", moto: "6" },
        ],
    },
];
