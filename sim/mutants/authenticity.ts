import { type Mutant, bug, bugs } from "./mutant.ts";

const ADMIT = "src/exchange/admit.ts";
const OFFICER = "src/exchange/officer-act.ts";
const VERIFY =
  'const { payload } = await verifyAct(envelope.act, "comity-message", keysOfParty(sender, ports.now()), from);';

export const AUTHENTICITY: readonly Mutant[] = [
  bug(
    "message taken in without verifying who signed it",
    ADMIT,
    VERIFY,
    'const payload = new Uint8Array(Buffer.from((JSON.parse(envelope.act) as { payload: string }).payload, "base64url"));',
  ),
  bugs(
    "old key accepted",
    [
      ADMIT,
      'import { verifyAct } from "../crypto/acts.ts";',
      'import { peekSigners, verifyAct } from "../crypto/acts.ts";',
    ],
    [
      ADMIT,
      VERIFY,
      'const { payload } = await verifyAct(envelope.act, "comity-message", keysOfParty(sender, ports.now()), from).catch(() =>\n    verifyAct(envelope.act, "comity-message", keysOfParty(sender, peekSigners(envelope.act, from).signedAt), from),\n  );',
    ],
  ),
  bug(
    "message for another taken in",
    ADMIT,
    "if (message.from !== from || message.to !== config.self || message.stream !== streamId(from, config.self)) {",
    "if (message.from !== from) {",
  ),
  bugs("message without a trace taken in", [
    ADMIT,
    "if (!envelope.trace)\n    throw new Problem(",
    'if (!envelope.trace) return;\n  if (envelope.trace.proof === "")\n    throw new Problem(',
  ]),
  bug(
    "trace of another message accepted",
    ADMIT,
    "  verifyReceipt({\n",
    "  if (payload.length > 0) return;\n  verifyReceipt({\n",
  ),
  bug(
    "signature of another officer accepted",
    OFFICER,
    "if (!(await verifier.verify(signature, credential))) {",
    'if (!(await verifier.verify(signature, credential)) && signature.proof === "") {',
  ),
  bug("message says more than its officer signed", ADMIT, "|| !saysTheSame(message, act.says)) {", ") {"),
  bug("act of long ago carried by a message", ADMIT, "    demandTimely(checked.act, message);\n", ""),
  bug(
    "officer without mandate accepted from the peer",
    ADMIT,
    "const checked = await checkOfficerAct(signed, mandate, sender.entry, config, ports.officers);",
    "const own = sender.entry.officers.find((each) => each.id === signed.signature.officer)?.mandates[0] ?? mandate;\n    const checked = await checkOfficerAct(signed, own, sender.entry, config, ports.officers);",
  ),
];
