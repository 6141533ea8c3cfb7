/**
 * The clients of the AWS SDK, loaded when the first call needs them: most programs make none themselves, and neither does the
 * provider in an `up` that changes nothing.
 */
export function loadClients(): typeof import("./clients") {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded late
    return require("./clients") as typeof import("./clients");
}
