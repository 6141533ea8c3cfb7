import { type Coverage } from "./grid";

/** How much a cell holds, in four steps of equal ratio between the smallest and the largest of the archive. */
export const LEVELS = 4;

export function levelsOf({ logGroups }: Coverage): (bytes: number) => number {
    const sizes = logGroups.flatMap(({ cells }) => cells.map(({ bytes }) => bytes)).filter((bytes) => bytes > 0);
    const [least, most] = [
        Math.log(sizes.reduce((a, b) => Math.min(a, b), Infinity)),
        Math.log(sizes.reduce((a, b) => Math.max(a, b), 1)),
    ];
    return (bytes) => {
        if (bytes <= 0) return 1;
        if (most - least < 1e-9) return LEVELS;
        return 1 + Math.min(LEVELS - 1, Math.floor((LEVELS * (Math.log(bytes) - least)) / (most - least)));
    };
}
