/** A published value with the identity of its metric. */
export interface MetricDatum {
    readonly at: number;
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly unit: string;
    readonly value: number;
}
