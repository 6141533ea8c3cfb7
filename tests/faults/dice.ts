import { seededRandom } from "../../sandbox/aws/random";

/** Random choices that are the same for the same seed. */
export class Dice {
    private readonly random: () => number;

    constructor(seed: number) {
        // Otherwise neighbouring seeds begin alike.
        this.random = seededRandom(Math.imul(seed + 1, 0x9e3779b1));
        for (let i = 0; i < 8; i++) this.random();
    }

    /** A whole number from `least` to `most`. */
    whole(least: number, most: number): number {
        return least + Math.floor(this.random() * (most - least + 1));
    }

    chance(probability: number): boolean {
        return this.random() < probability;
    }

    pick<T>(from: readonly T[]): T {
        return from[this.whole(0, from.length - 1)];
    }

    /** One of the keys, chosen by weight. */
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
        const entries = Object.entries(weights) as [K, number][];
        let rest = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
        for (const [key, weight] of entries) {
            rest -= weight;
            if (rest < 0) return key;
        }
        return entries[0][0];
    }
}
