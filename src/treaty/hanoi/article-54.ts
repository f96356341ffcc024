import { provision, type Provision } from "../provision.ts";
import { ASSISTANCE_POLICY } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/54",
    "shall-consider",
    "K",
    "both",
    [],
    "States consider giving one another, developing countries above all, the widest measure of technical assistance: training on collecting, preserving and sharing electronic evidence, chain of custody and forensic analysis, on preparing requests, transfer of technology on agreed terms, and voluntary contributions to the United Nations' work. Its paragraphs are not told apart here, because their numbers were not compared.",
    { noRule: ASSISTANCE_POLICY },
  ),
];
