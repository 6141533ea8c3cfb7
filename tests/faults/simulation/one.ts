import { playSimulated } from "./play";
const [from, n, verbose] = process.argv.slice(2);
(async () => {
  let ms = 0, bad = 0, kinds: Record<string, number[]> = {};
  for (let seed = +from; seed < +from + +n; seed++) {
    const log: string[] = [];
    const o = await playSimulated(seed, (l) => verbose && log.push(l));
    ms += o.milliseconds;
    if (verbose) console.log(log.join("\n"));
    if (o.violations.length) { bad++; console.log(seed, Math.round(o.milliseconds), o.violations.slice(0, 4).map((v) => v.slice(0, 400))); }
  }
  console.log("seeds", n, "bad", bad, "cpu/seed", ms / +n / 1000);
})();
