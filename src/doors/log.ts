/** The public log, for somebody who wants nothing else of ours: check checkpoints, receipts and whole logs (C2SP). */
export { verifyLog } from "../adapters/log/verify.ts";
export { formatCheckpoint, openCheckpoint, parseCheckpoint } from "../log/checkpoint.ts";
export { makeLeaf, openLeaf } from "../log/leaf.ts";
export { openNote, parseNote, parseVkey } from "../log/note.ts";
export { parsePolicy, quorumOf } from "../log/policy.ts";
export { formatProof, parseProof } from "../log/proof.ts";
export { verifyReceipt } from "../log/receipt.ts";
export { leafHash, rootOf, verifyConsistency, verifyInclusion } from "../log/tree.ts";
