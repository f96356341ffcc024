import { webcrypto } from "node:crypto";
import * as asn1js from "asn1js";
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CryptoEngine,
  Extension,
  setEngine,
} from "pkijs";
import { toBase64, toBase64Url } from "../../base/bytes.ts";
import { sha256 } from "../../crypto/hash.ts";

/**
 * A self-signed certificate for an authority's seal key, for a sandbox and for evaluation. A State brings the
 * certificate its own authority issued; nothing else in Comity depends on who signed it, because keys bind to States
 * in the directory.
 */
export interface SealCertificate {
  x5c: string[];
  x5tS256: string;
}

/** Issues the certificate. `name` becomes CN, `organisation` O, `country` C; valid from `from` for two years. */
export async function selfSigned(
  keys: CryptoKeyPair,
  subject: { name: string; organisation: string; country: string },
  from: Date,
  serial: Uint8Array,
): Promise<SealCertificate> {
  setEngine("node", new CryptoEngine({ name: "node", crypto: webcrypto as unknown as Crypto }));
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({
    valueHex: new Uint8Array([0x40, ...serial.subarray(0, 15)]).buffer,
  });
  const names: [string, asn1js.PrintableString | asn1js.Utf8String][] = [
    ["2.5.4.6", new asn1js.PrintableString({ value: subject.country })],
    ["2.5.4.10", new asn1js.Utf8String({ value: subject.organisation })],
    ["2.5.4.3", new asn1js.Utf8String({ value: subject.name })],
  ];
  for (const [type, value] of names) {
    certificate.subject.typesAndValues.push(new AttributeTypeAndValue({ type, value }));
    certificate.issuer.typesAndValues.push(new AttributeTypeAndValue({ type, value }));
  }
  certificate.notBefore.value = from;
  certificate.notAfter.value = new Date(from.getTime() + 2 * 365 * 86_400_000);
  const constraints = new BasicConstraints({ cA: false });
  certificate.extensions = [
    new Extension({
      extnID: "2.5.29.19",
      critical: true,
      extnValue: constraints.toSchema().toBER(false),
      parsedValue: constraints,
    }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, "SHA-256");
  const der = new Uint8Array(certificate.toSchema(true).toBER(false));
  return { x5c: [toBase64(der)], x5tS256: toBase64Url(sha256(der)) };
}
