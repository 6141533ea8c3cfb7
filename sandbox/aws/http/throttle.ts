/**
 * A token bucket per account, Region and operation: as many requests at once as the rate per second, refilled
 * continuously in the sandbox's time.
 */
export class Throttle {
    private readonly buckets = new Map<string, { tokens: number; at: number }>();

    constructor(private readonly rates: Readonly<Record<string, number>> | false) {}

    /** Returns whether the request is admitted, and takes a token if it is. */
    admit(accountId: string, region: string, service: string, operation: string, now: number): boolean {
        const rate = this.rates && this.rates[`${service}:${operation}`];
        if (!rate) return true;
        const key = `${accountId}/${region}/${service}:${operation}`;
        const bucket = this.buckets.get(key) ?? { tokens: rate, at: now };
        const tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1000) * rate);
        const admitted = tokens >= 1;
        this.buckets.set(key, { tokens: admitted ? tokens - 1 : tokens, at: now });
        return admitted;
    }
}
