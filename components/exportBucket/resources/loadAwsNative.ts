import { type AwsNative } from "./awsNativeTypes";

const PACKAGE = "@pulumi/aws-native";

/** @pulumi/aws-native, the optional peer: loaded only where a program asks for it. */
export function loadAwsNative(): AwsNative {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late, and maybe not there
    return require(findAwsNative() ?? PACKAGE) as AwsNative;
}

/** Where it is: beside this package or, where this one is linked in from elsewhere, beside the program. */
export function findAwsNative(): string | undefined {
    try {
        return require.resolve(PACKAGE, { paths: [__dirname, process.cwd()] });
    } catch {
        return undefined;
    }
}
