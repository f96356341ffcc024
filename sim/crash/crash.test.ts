import { describe, expect, test } from "vitest";
import { USUAL, crash } from "./run.ts";
import { serverPrograms } from "./server.ts";

const CYCLES = Number(process.env["COMITY_KILL_CYCLES"] ?? 3);
const SEED = Number(process.env["COMITY_KILL_SEED"] ?? 2027);

/** Minutes of real processes: for a machine that has nothing else to do. */
const wanted = process.env["COMITY_SLOW_TESTS"] === "1";
const why = wanted ? "" : " (skipped: takes minutes, set COMITY_SLOW_TESTS=1)";

describe.skipIf(!wanted)(`real processes under SIGKILL${why}`, () => {
  const server = serverPrograms();
  test(
    `${CYCLES} cycles lose nothing${server ? "" : " (server PostgreSQL skipped: its programs are not here)"}`,
    {
      timeout: 240_000 + CYCLES * 20_000,
    },
    async () => {
      const report = await crash({ ...USUAL, seed: SEED, cycles: CYCLES, firstBootKills: 1, crowd: 3 });
      expect(report.violations).toEqual([]);
      expect(report.cycles).toBe(CYCLES);
      expect(report.acknowledgements).toBeGreaterThan(20);
      expect(report.skipped).toHaveLength(server ? 0 : 1);
    },
  );

  test(
    "planted, nodes that answer before they commit: the harness finds it",
    { timeout: 400_000 },
    async () => {
      const plan = {
        ...USUAL,
        seed: SEED,
        database: "embedded" as const,
        firstBootKills: 0,
        answersEarly: true,
      };
      const { violations } = await crash({ ...plan, cycles: 20 });
      expect(violations.map(({ kind }) => kind)).toContain("lost");
      expect(violations.filter(({ kind }) => kind === "ended")).toEqual([]);
    },
  );
});
