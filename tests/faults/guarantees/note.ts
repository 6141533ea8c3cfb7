/** Hears of what is no violation, but worth a figure. */
export type Note = (what: string) => void;
