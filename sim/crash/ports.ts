import { createServer } from "node:net";

/** How many ports a run takes, from its first one on: nodes, provider, witnesses, and the database server. */
const SPAN = 25;

/** A first port from which on all are free now; below those the system gives to outgoing connections. */
export async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 400; tries++) {
    const first = 20_000 + SPAN * ((process.pid + tries * 37) % 480);
    const free = await Promise.all(Array.from({ length: SPAN }, (_, n) => isFree(first + n)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("no ports are free between 20000 and 32000");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
