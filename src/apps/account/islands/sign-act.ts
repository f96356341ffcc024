import { Told, assertionOver, base64url, fillBeforeSubmit, given, setField } from "./passkey.ts";

interface Key {
  kid: string;
  rpId: string;
  origin: string;
}

/**
 * `<comity-sign officer digest keys>`: when its form is sent, asks for an assertion whose challenge is the digest and
 * fills the field `signature`. If the form holds the act, its digest is computed here, in the officer's browser.
 */
class Sign extends HTMLElement {
  connectedCallback(): void {
    fillBeforeSubmit(this, async (form) => {
      const digest = given(this, "digest");
      const challenge = await challengeFor(form, digest);
      const keys = (JSON.parse(given(this, "keys")) as Key[]).filter((key) => key.origin === location.origin);
      const rpId = keys[0]?.rpId;
      if (!challenge || rpId === undefined) throw new Told(challenge ? "noKey" : "changed");
      const kids = keys.filter((key) => key.rpId === rpId).map((key) => key.kid);
      const assertion = await assertionOver(base64url(challenge), rpId, kids);
      const proof = base64url(new TextEncoder().encode(JSON.stringify(assertion)));
      const officer = given(this, "officer");
      setField(
        form,
        "signature",
        JSON.stringify({ officer, kid: assertion.id, kind: "passkey", digest, proof }),
      );
      return true;
    });
  }
}

/** The 32 bytes of the digest; null where it is none, or where the act in the form has another. */
async function challengeFor(form: HTMLFormElement, digest: string): Promise<Uint8Array | null> {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (!hex) return null;
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const act = form.elements.namedItem("act");
  if (!(act instanceof HTMLInputElement || act instanceof HTMLTextAreaElement)) return bytes;
  const text = new TextEncoder().encode(act.value);
  const own = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return own.every((byte, index) => byte === bytes[index]) ? bytes : null;
}

customElements.define("comity-sign", Sign);
