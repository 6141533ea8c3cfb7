import { BlockList, isIP } from "node:net";

/**
 * Whether a host is called through the proxy. The rules are those of Go's httpproxy, by which the aws provider goes, and of
 * the AWS CLI; the packages of npm that read NO_PROXY know neither subdomains nor blocks of addresses.
 *
 * | entry             | called directly                              |
 * |-------------------|----------------------------------------------|
 * | `*`               | every host                                   |
 * | `example.com`     | example.com and its subdomains               |
 * | `.example.com`, `*.example.com` | its subdomains                 |
 * | `10.0.0.1`        | this address                                 |
 * | `10.0.0.0/8`      | the addresses of the block                   |
 * | any with `:8080`  | the same, on this port only                  |
 *
 * `localhost` and loopback addresses are always called directly.
 */
export function needsProxy(host: string, port: number, noProxy = ""): boolean {
    const name = host
        .toLowerCase()
        .replace(/^\[|\]$/g, "")
        .replace(/\.$/, "");
    if (name === "localhost" || isInBlock(name, "127.0.0.0/8") || name === "::1") return false;
    const entries = noProxy
        .toLowerCase()
        .split(/[,\s]+/)
        .filter(Boolean);
    return !entries.some((entry) => matches(entry, name, port));
}

function matches(entry: string, name: string, port: number): boolean {
    if (entry === "*") return true;
    if (entry.includes("/")) return isInBlock(name, entry);
    const [, pattern = entry, onPort] = isIP(entry) ? [] : (/^(.+?)(?::(\d+))?$/.exec(entry) ?? []);
    if (onPort !== undefined && Number(onPort) !== port) return false;
    const domain = pattern.replace(/^\[|\]$/g, "").replace(/^\*(?=\.)/, "");
    if (domain.startsWith(".")) return name.endsWith(domain);
    return name === domain || (isIP(name) === 0 && name.endsWith(`.${domain}`));
}

function isInBlock(address: string, block: string): boolean {
    const [net, bits] = block.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (isIP(address) === 0 || isIP(net) !== isIP(address) || !/^\d+$/.test(bits)) return false;
    const list = new BlockList();
    try {
        list.addSubnet(net, Number(bits), family);
    } catch {
        return false; // more bits than an address has
    }
    return list.check(address, family);
}
