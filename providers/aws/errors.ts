/** Refused for want of permission; the services write it in several ways. */
export function isAccessDenied(error: unknown): boolean {
    return error instanceof Error && ["AccessDenied", "AccessDeniedException", "Forbidden"].includes(error.name);
}
