import type { StateCode } from "../base/ids.ts";
import type { Directory } from "../party/directory.ts";
import type { Law } from "../treaty/law.ts";

/**
 * What a node is told when it starts, besides its ports: who it is, whom it knows, which law it applies. Plain data;
 * a change takes effect at the next start.
 */
export interface Config {
  /** Party id of this node (`node.al`) or of this provider's desk (`nordrack`). */
  self: string;
  kind: "node" | "provider";
  /** The State this node speaks for, or in whose list the provider stands. */
  state: StateCode;
  directory: Directory;
  law: Law;
  /** How old a witnessed proof may be when a message arrives, in seconds. */
  freshSeconds: number;
  /** Sandbox keys of officers are accepted only in a sandbox. */
  sandbox: boolean;
}
