import { createHash, randomUUID } from "node:crypto";

/**
 * By it a resource knows its own mark beside the objects: a UUID, the first eight digits of which are of its URN. So a
 * record tells whose it was without the URN, which is long and would be in the state a second time.
 */
export const newOwner = (urn: string, random: string = randomUUID()) => digitsOf(urn) + random.slice(8);

export const isOwnerFor = (urn: string, owner: string) => owner.startsWith(`${digitsOf(urn)}-`);

function digitsOf(urn: string): string {
    return createHash("sha256").update(urn).digest("hex").slice(0, 8);
}
