import { equalBytes, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { verifyAct } from "../../crypto/acts.ts";
import type { Ports } from "../../exchange/ports.ts";
import { type Party, keysOfParty, recipientOf } from "../../party/directory.ts";

/**
 * Tries a party's own keys against its own listing, once at the start: what it signs must verify with the keys that
 * others will use, and what is sealed to it must open. A node whose keys and list do not fit finds out here, not with
 * the first request. Throws Problem `node/keys-differ`.
 */
export async function testOwnKeys(ports: Ports, self: Party): Promise<void> {
  const probe = utf8(`self-test of ${self.id} at ${ports.now()}`);
  try {
    const act = await ports.sign("comity-message", probe, ports.now());
    await verifyAct(act, "comity-message", keysOfParty(self, ports.now()), self.id);
    const opened = await ports.open(await ports.seal(probe, [recipientOf(self, ports.now())]));
    if (!equalBytes(opened, probe)) throw new Error("other bytes");
  } catch {
    throw new Problem(
      "node/keys-differ",
      "The keys of this party are not those its State's list names.",
      self.id,
      "Restore the keys that are listed, or publish a list with the new ones.",
    );
  }
}
