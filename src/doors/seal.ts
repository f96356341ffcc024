/** Sealed evidence, for somebody who wants nothing else of ours: pack and seal, open and check, verify a folder. */
export { newSealingKey } from "../adapters/sealing/header.ts";
export { openBytes, sealBytes } from "../adapters/sealing/messages.ts";
export { openEvidence } from "../adapters/sealing/open-evidence.ts";
export { sealEvidence } from "../adapters/sealing/seal-evidence.ts";
export { verifyFolder } from "../adapters/evidence-folder/verify.ts";
export { verifyChain } from "../custody/chain.ts";
