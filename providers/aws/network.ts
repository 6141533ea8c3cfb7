import { flagOf, type ReadConfig, textOf } from "./configuration";
import { filePath } from "./filePath";

/** The way to AWS, if it is not direct. */
export interface Network {
    /** The proxy of requests to `http:` endpoints. */
    readonly httpProxy?: string;
    /** The proxy of requests to `https:` endpoints, which those of AWS are. */
    readonly httpsProxy?: string;
    /** Hosts that are called directly; see `needsProxy`. */
    readonly noProxy?: string;
    /** A file of certificates that are trusted in place of those of Node.js. */
    readonly caBundle?: string;
    /** Whether certificates are not checked at all. */
    readonly insecure?: boolean;
}

/**
 * What stack config says of the network, else the environment, as the aws provider reads both: capitals before small letters,
 * and httpProxy for https too, unless anything else is said of that.
 * @throws {Error} if a proxy is none.
 */
export function configNetwork(config: ReadConfig, env: NodeJS.ProcessEnv): Network | undefined {
    const variable = (name: string) => env[name] || env[name.toLowerCase()] || undefined;
    const httpProxy = textOf(config, "httpProxy");
    const caBundle = textOf(config, "customCaBundle") ?? (env.AWS_CA_BUNDLE || undefined);
    const network: Network = {
        httpProxy: proxyUrl("httpProxy", httpProxy ?? variable("HTTP_PROXY")),
        httpsProxy: proxyUrl("httpsProxy", config("aws:httpsProxy") ?? variable("HTTPS_PROXY") ?? httpProxy),
        noProxy: textOf(config, "noProxy") ?? variable("NO_PROXY"),
        caBundle: caBundle && filePath(caBundle),
        insecure: flagOf(config, "insecure"),
    };
    const { noProxy, ...rest } = network;
    const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== false);
    if (given.length === 0) return undefined;
    return { ...Object.fromEntries(given), ...(noProxy && { noProxy }) };
}

/** The URL of a proxy; without a scheme it is an HTTP proxy. Its user and password are not shown. */
function proxyUrl(name: string, text: string | undefined): string | undefined {
    if (!text) return undefined;
    const url = text.includes("://") ? text : `http://${text}`;
    if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
    const variable = name === "httpProxy" ? "HTTP_PROXY" : "HTTPS_PROXY";
    throw new Error(
        `The proxy in aws:${name} or ${variable} is not a URL of the form http://host:port or https://host:port ` +
            "(its value is not shown, since it may hold a password). Correct or unset it.",
    );
}
