import { type Mutant, bug } from "./mutant.ts";

const STREAMS = "src/exchange/streams.ts";
const WORK = "src/exchange/work.ts";

export const CONFIDENTIALITY: readonly Mutant[] = [
  bug(
    "leaf with content",
    STREAMS,
    "leaf: toBase64(makeLeaf(seed, event)),",
    "leaf: toBase64(event.length > 0 ? event : makeLeaf(seed, event)),",
  ),
  bug(
    "words of the request beside the leaf",
    STREAMS,
    "event: digestOf(event) };",
    'event: fromUtf8(event).replace(/[^A-Z0-9a-z]/g, "") };',
  ),
  bug(
    "sealed also to a third Party",
    WORK,
    "const sealed = await ports.seal(canonicalBytes(envelope), [recipient]);",
    "const other = [...config.directory.states.values()].find(({ node }) => node.id !== message.to && node.id !== config.self);\n    const sealed = await ports.seal(canonicalBytes(envelope), [recipient, ...(other ? [recipientOf(partyOf(config.directory, other.node.id), ports.now())] : [])]);",
  ),
  bug(
    "sent without a seal",
    WORK,
    "const sealed = await ports.seal(canonicalBytes(envelope), [recipient]);",
    'const sealed = recipient === "" ? await ports.seal(canonicalBytes(envelope), [recipient]) : canonicalBytes(envelope);',
  ),
  bug(
    "provider shown why the request was made",
    "src/exchange/receive-request.ts",
    "what: WHAT[content.measure] ?? content.measure,",
    "what: `${content.measure}: ${content.facts}`,",
  ),
  bug(
    "what was heard shown to whoever asks",
    "src/exchange/retell.ts",
    "return { sealed: toBase64(await sealTo(kit, from, canonicalBytes(answer))) };",
    "return { sealed: toBase64(canonicalBytes(answer)) };",
  ),
];
