/** A refusal that is not AWS's own: a proxy or a firewall between here and AWS answered in its place. */
export class RefusedOnTheWay extends Error {
    /**
     * @param remedy what to do.
     * @param wasSent whether the request itself was sent, so that AWS may have got it.
     */
    constructor(
        message: string,
        readonly remedy: string,
        readonly wasSent: boolean,
    ) {
        super(message);
        this.name = "RefusedOnTheWay";
    }
}

/** The error where a proxy does not open a connection. What lies at its other side may pass; its own refusal does not. */
export function proxyRefusal(proxy: string, target: string, status: number, text: string): Error {
    const message = `The proxy ${new URL(proxy).host} does not connect to ${target}: ${status} ${text}`.trimEnd();
    if (status >= 500) return Object.assign(new Error(message), { code: "ECONNREFUSED" });
    const remedy =
        status === 407
            ? "Give user and password of the proxy in its URL: http://user:password@host:port."
            : "Have the proxy allow this host, or add it to NO_PROXY (aws:noProxy) where it can be reached directly.";
    return new RefusedOnTheWay(message, remedy, false);
}

interface HttpAnswer {
    readonly statusCode?: number;
    readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Refuses a web page in place of AWS's answer, as firewalls give. AWS's own answers are no pages, but for those of its load
 * balancers, whose errors pass.
 * @throws {RefusedOnTheWay}
 */
export function assertFromAws({ statusCode = 0, headers = {} }: HttpAnswer, host: string): void {
    const isPage = /^text\/html\b/i.test(headers["content-type"] ?? "");
    if (!isPage || statusCode >= 500 || Object.keys(headers).some((name) => name.startsWith("x-amz"))) return;
    throw new RefusedOnTheWay(
        `${host} answered with a web page (status ${statusCode}), as AWS does not`,
        "A proxy or firewall on the way answers in its place: have it allow this host.",
        true,
    );
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_ERRORS =
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** What to do about a connection that cannot be trusted, or that is none of TLS; undefined for other errors. */
export function tlsRemedy(error: unknown): string | undefined {
    const { code = "", message = "" } = error instanceof Error ? (error as Error & { code?: string }) : {};
    if (CERTIFICATE_ERRORS.test(code)) {
        return (
            "The certificate is not trusted here. Where a proxy or firewall has its own, name a file with its authority in " +
            "AWS_CA_BUNDLE (aws:customCaBundle), or in NODE_EXTRA_CA_CERTS to trust it besides the others."
        );
    }
    if (code !== "ERR_SSL_WRONG_VERSION_NUMBER" && !/wrong version number/.test(message)) return undefined;
    return "Something that does not speak TLS answered: a proxy whose URL should begin with http://, or an endpoint of http.";
}
