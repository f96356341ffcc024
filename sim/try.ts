import { runPlan } from "./run.ts";
const [seed = "1", nodes = "3", days = "10", rate = "2"] = process.argv.slice(2);
const t = performance.now();
const r = await runPlan({ seed: Number(seed), nodes: Number(nodes), level: "fake", database: false, days: Number(days), requestsPerDay: Number(rate), only: process.env.CALM ? new Set() : null, allowed: null }, false);
console.log({ ms: performance.now() - t, ...r, strikes: r.strikes.length, tail: process.env.TAIL ? r.tail : [] });
