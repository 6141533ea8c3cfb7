import { type PolicyDocument } from "../../../sandbox/aws/policy/document";
import { type Account, ACCOUNT, openAccount } from "../../support/account";
import { warningsOf } from "../../support/mocks";

export const CALLER = "AKIACALLER";
export const CALLER_ROLE = `arn:aws:iam::${ACCOUNT}:role/pipeline`;

/** The caller whose permissions are tested, and an administrator who prepares everything else. */
export interface Cast {
    asAdmin<T>(work: () => Promise<T>): Promise<T>;
    allow(policy: PolicyDocument): Promise<void>;
}

/** Opens an account whose environment has the caller's credentials. */
export async function withCast<T>(work: (account: Account, cast: Cast) => Promise<T>): Promise<T> {
    const environment = { ...process.env };
    const account = await openAccount();
    const cast: Cast = {
        asAdmin: async (prepare) => {
            const { AWS_ACCESS_KEY_ID: before } = process.env;
            process.env.AWS_ACCESS_KEY_ID = "AKIASANDBOX";
            try {
                return await prepare();
            } finally {
                process.env.AWS_ACCESS_KEY_ID = before;
            }
        },
        allow: (policy) =>
            account.aws.control.registerKey(CALLER, {
                accountId: ACCOUNT,
                arn: `${CALLER_ROLE}-session`,
                roleArn: CALLER_ROLE,
                policy,
            }),
    };
    try {
        process.env.AWS_ACCESS_KEY_ID = CALLER;
        return await work(account, cast);
    } finally {
        await account.close();
        process.env = environment;
    }
}

/** The message of the error, if any. Warnings of previews are not printed. */
export async function errorOf(work: () => Promise<unknown>): Promise<string | undefined> {
    let message: string | undefined;
    await warningsOf(async () => {
        await work().catch((error: Error) => {
            message = error.message;
        });
    });
    return message;
}

export function warnings({ said }: Account): string[] {
    return said.filter((line) => line.startsWith("warning: "));
}
