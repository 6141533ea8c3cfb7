import { simulate } from "./play";
const [from, n, verbose] = process.argv.slice(2);
void (async () => {
    let ms = 0;
    let bad = 0;
    const kinds = new Map<string, number[]>();
    for (let seed = +from; seed < +from + +n; seed++) {
        const log: string[] = [];
        if (verbose) console.error(seed);
        const o = await simulate(seed, verbose ? { log: verbose === "live" ? console.log : (l) => log.push(l) } : {});
        ms += o.milliseconds;
        if (verbose === "v") console.log(log.join("\n"));
        if (o.violations.length) {
            bad++;
            if (verbose)
                console.log(
                    seed,
                    Math.round(o.milliseconds),
                    o.violations.slice(0, 4).map((v) => v.slice(0, 400)),
                );
            const kind = o.violations[0]
                .replace(/[0-9a-f]{8}-[0-9a-f-]+/g, "T")
                .replace(/\d+/g, "N")
                .slice(0, 110);
            kinds.set(kind, [...(kinds.get(kind) ?? []), seed]);
        }
    }
    for (const [k, v] of [...kinds].sort((a, b) => b[1].length - a[1].length))
        console.log(v.length, k, v.slice(0, 5).join(" "));
    console.log("seeds", n, "bad", bad, "cpu/seed", ms / +n / 1000);
})();
