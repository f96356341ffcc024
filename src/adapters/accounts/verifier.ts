import { fromBase64Url, fromHex, fromUtf8 } from "../../base/bytes.ts";
import { verifyDigest } from "../../crypto/acts.ts";
import type { OfficerVerifier } from "../../exchange/officer-act.ts";
import { MAX_WEBAUTHN_TEXT, isAssertionBy, readAssertion } from "./webauthn.ts";

/**
 * Checks an officer's signature over the digest of an act, for our own officers and for a peer's: everything it needs
 * stands in the credential the State has listed. A sandbox key signs a compact JWS; a passkey signs an assertion whose
 * challenge is the 32 bytes of the digest, so one touch of the device is for exactly one document.
 *
 * Whether sandbox keys may be used at all is not decided here but where acts are checked.
 */
export function officerVerifier(): OfficerVerifier {
  return {
    async verify(signature, credential) {
      if (signature.kind !== credential.kind || signature.kid !== credential.kid) return false;
      const { digest, proof } = signature;
      if (credential.kind === "sandbox-key")
        return verifyDigest(proof, digest, credential.jwk, credential.kid);
      const challenge = challengeOf(digest);
      const assertion = assertionIn(proof);
      return challenge !== null && assertion !== null && isAssertionBy(assertion, credential, challenge);
    },
  };
}

/** The WebAuthn challenge for an act: the 32 bytes of its digest. Null where the text is no SHA-256 digest. */
export function challengeOf(digest: string): Uint8Array | null {
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? fromHex(digest.slice("sha256:".length)) : null;
}

function assertionIn(proof: string): ReturnType<typeof readAssertion> {
  if (proof.length > 2 * MAX_WEBAUTHN_TEXT) return null;
  try {
    return readAssertion(fromUtf8(fromBase64Url(proof)));
  } catch {
    return null;
  }
}
