const SWITCH = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/**
 * Opens SDK clients without the SDK's notice that versions of 2027 will need a newer Node.js. Which SDK works on which
 * Node.js is this package's business (`engines` in package.json), and the notice would appear in the middle of every `up`.
 *
 * The switch is the SDK's own (https://github.com/aws/aws-sdk-js-v3/issues/7983). It is set only while the clients are
 * opened, and not where the user has set it already.
 */
export function withoutVersionNotice<T>(open: () => T): T {
    if (process.env[SWITCH] !== undefined) return open();
    process.env[SWITCH] = "true";
    try {
        return open();
    } finally {
        delete process.env[SWITCH];
    }
}
