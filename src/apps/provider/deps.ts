import type { News } from "../../adapters/news.ts";
import type { Instant } from "../../base/time.ts";
import type { ActType } from "../../crypto/acts.ts";
import type { Engine } from "../../exchange/engine.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import type { Layout } from "../account/pages/page.ts";
import type { Accounts } from "../web/deps.ts";

/** A file that answers an order: the name it has in the evidence, and where it lies on this machine. */
export interface SourceFile {
  name: string;
  path: string;
}

/** What producing evidence takes. */
export interface ProduceDeps {
  /** The engine of this desk: `config.kind` is "provider", and it keeps no log. */
  engine: Engine;
  now(): Instant;
  /** Signs as the provider. */
  sign(type: ActType, payload: Uint8Array, at: Instant): Promise<string>;
  /** Puts one slice on the node with this party id. Sending the same slice again is harmless. Rejects when cut. */
  upload(to: string, digest: string, stream: () => AsyncIterable<Uint8Array>): Promise<void>;
  /** Whether the node has a slice already. Without it this desk goes by its own notes of what arrived. */
  has?(to: string, digest: string): Promise<boolean>;
  /** Folder of this desk for evidence in work; one folder an order. */
  workFolder: string;
}

/** What the desk of a provider is built from. */
export interface ProviderDeskDeps extends ProduceDeps {
  provider: { id: string; name: string };
  /** IANA zone in which the desk reads clocks. */
  zone: string;
  /** In a sandbox: makes the evidence of an order on this machine. Null outside one. */
  sandbox: {
    makeEvidence(order: OrderRow, onProgress?: (done: number, total: number) => void): Promise<SourceFile[]>;
  } | null;
  accounts: Accounts;
  /** News of orders; without it nobody is made to wait for any. */
  news?: News;
  /** The page around a title and a body: the same look as a State's desk, with its banner in a sandbox. */
  layout: Layout;
  /**
   * Who calls the API, from the headers; null refuses. Without it: whoever the session's cookie names, from pages of this
   * site or from a program. Calls by pages of other sites are refused before it is asked.
   */
  callerOf?(headers: Headers): Promise<string | null>;
  /** Where a bundled script of `islands.ts` is served, with its integrity; null where it is not bundled. */
  island?(name: string): { src: string; integrity: string } | null;
}
