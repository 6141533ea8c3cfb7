import { type AwsNative } from "./awsNativeTypes";

const PACKAGE = "@pulumi/aws-native";

/** @pulumi/aws-native, the optional peer dependency: loaded only if a program uses it. */
export function loadAwsNative(): AwsNative {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late, and optional
    return require(findAwsNative() ?? PACKAGE) as AwsNative;
}

/** Its path: beside this package or, if this package is linked from elsewhere, beside the program. */
export function findAwsNative(): string | undefined {
    try {
        return require.resolve(PACKAGE, { paths: [__dirname, process.cwd()] });
    } catch {
        return undefined;
    }
}
