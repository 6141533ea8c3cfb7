/** `1 day`, `2 days`, `1,488 exports`. */
export function formatCount(count: number, noun: string): string {
    return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
