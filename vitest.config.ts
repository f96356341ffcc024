import { defineConfig } from "vitest/config";

const report = process.env["COMITY_TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "sim/**/*.test.ts"],
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
