/** Reports observations that are counted but are no violations. */
export type Note = (what: string) => void;
