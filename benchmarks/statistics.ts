/** The middle of some measurements, and their least and greatest. */
export interface Spread {
    readonly median: number;
    readonly least: number;
    readonly greatest: number;
}

export function spreadOf(values: readonly number[]): Spread {
    const sorted = [...values].sort((a, b) => a - b);
    const median = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
    return { median, least: sorted[0], greatest: sorted[sorted.length - 1] };
}

/** `1.20 (1.10–1.35) s` */
export function show({ median, least, greatest }: Spread, unit: string, digits = 2): string {
    const [m, l, g] = [median, least, greatest].map((value) => value.toFixed(digits));
    return `${m} (${l}–${g})${unit && ` ${unit}`}`;
}

/** One line of the table: a figure of this package and the one it is compared with, from the same run. */
export interface Row {
    /** Empty in a further line about the same. */
    readonly what: string;
    readonly here: string;
    /** What the figure is held to. @default nothing: it is there to be compared */
    readonly limit?: string;
    readonly peer: string;
    readonly there: string;
}
