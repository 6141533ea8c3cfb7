/** Something in the command line is wrong, or cannot be done with this archive: exit status 2. */
export class UsageError extends Error {}
