/** A small seeded generator (mulberry32): the same seed gives the same run. */
export function seededRandom(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

const HEX = "0123456789abcdef";

/** A version 4 UUID from any source of randomness. */
export function uuidFrom(random: () => number): string {
    let hex = "";
    for (let index = 0; index < 32; index++) {
        const digit = Math.floor(random() * 16);
        hex += HEX[index === 12 ? 4 : index === 16 ? 8 + (digit % 4) : digit];
    }
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
