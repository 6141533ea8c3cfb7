/** Makes DeleteObjects fail with `code` for every `every`-th key. */
export interface SparedKeys {
    readonly every: number;
    readonly code: string;
}
