import * as jose from "jose";
import { outside } from "../kernel/outside.ts";

/** The signing library as it is, with every piece of its work counted. */

export const importJWK: typeof jose.importJWK = ((jwk: jose.JWK, alg?: string) =>
  outside(async () => jose.importJWK(jwk, alg))) as typeof jose.importJWK;

export const generalVerify: typeof jose.generalVerify = ((...given: Parameters<typeof jose.generalVerify>) =>
  outside(() => jose.generalVerify(...given))) as typeof jose.generalVerify;

export const compactVerify: typeof jose.compactVerify = ((...given: Parameters<typeof jose.compactVerify>) =>
  outside(() => jose.compactVerify(...given))) as typeof jose.compactVerify;

export class GeneralSign extends jose.GeneralSign {
  override sign(): ReturnType<jose.GeneralSign["sign"]> {
    return outside(() => super.sign());
  }
}

export class CompactSign extends jose.CompactSign {
  override sign(...given: Parameters<jose.CompactSign["sign"]>): ReturnType<jose.CompactSign["sign"]> {
    return outside(() => super.sign(...given));
  }
}
