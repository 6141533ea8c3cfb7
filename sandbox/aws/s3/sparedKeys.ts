/** What a test can leave of a deletion of several objects. */
export interface SparedKeys {
    readonly every: number;
    readonly code: string;
}
