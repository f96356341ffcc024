import { fromBase64 } from "../../../base/bytes.ts";
import { parsePolicy } from "../../../log/policy.ts";
import { parseProof } from "../../../log/proof.ts";
import { proveConsistency } from "../../../log/prove.ts";
import { openCheckpoint } from "../../../log/checkpoint.ts";
import { keysOf } from "../../../log/policy.ts";
import { verifyInBrowser } from "../../../log/verify-in-browser.ts";

/**
 * Checks a node's public record in the visitor's own browser. The node only hands out files; whether they hold is
 * computed here, with the same code that nodes use among each other.
 */
class VerifyRecord extends HTMLElement {
  connectedCallback(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.check();
    });
    this.querySelector('[data-do="example"]')?.addEventListener("click", () => void this.useExample());
    this.querySelector('[data-do="change"]')?.addEventListener("click", () => void this.changeAndCheck());
    this.querySelector('[data-part="file"]')?.addEventListener("change", (event) => void this.pick(event));
    void this.load();
  }

  get form(): HTMLFormElement {
    return this.querySelector('[data-part="form"]') as HTMLFormElement;
  }

  private field(part: string): HTMLTextAreaElement {
    return this.querySelector(`textarea[data-part="${part}"]`) as HTMLTextAreaElement;
  }

  private async load(): Promise<void> {
    this.field("policy").value ||= await fetchText("/log/policy");
    this.field("checkpoint").value ||= await fetchText("/log/checkpoint");
  }

  private async useExample(): Promise<void> {
    const text = await fetchText("/log/example.json");
    if (!text) return this.say(this.dataset["unreachable"] ?? "", "bad");
    this.take(text);
    await this.check();
  }

  private async pick(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) this.take(await file.text());
  }

  /** A picked or offered receipt: JSON with proof and leaf, or the text of a proof alone. */
  private take(text: string): void {
    try {
      const { proof, leaf } = JSON.parse(text) as { proof?: unknown; leaf?: unknown };
      if (typeof proof === "string") this.field("proof").value = proof;
      if (typeof leaf === "string") this.field("leaf").value = leaf;
    } catch {
      this.field("proof").value = text;
    }
  }

  /** Turns one character of the leaf into another: what was right must now be said to be wrong. */
  private async changeAndCheck(): Promise<void> {
    if (!this.field("leaf").value) await this.useExample();
    const leaf = this.field("leaf");
    const at = Math.min(10, leaf.value.length - 1);
    const other = leaf.value[at] === "A" ? "B" : "A";
    leaf.value = leaf.value.slice(0, at) + other + leaf.value.slice(at + 1);
    await this.check(this.dataset["changed"]);
  }

  private async check(note?: string): Promise<void> {
    this.say(this.dataset["loading"] ?? "", "info");
    await this.load();
    let leaf: Uint8Array;
    try {
      leaf = fromBase64(this.field("leaf").value.trim());
    } catch {
      return this.say(this.dataset["badLeaf"] ?? "", "bad");
    }
    const own = (this.dataset["own"] ?? "").split(" ").filter((name) => name !== "");
    const record = {
      policyText: this.field("policy").value,
      checkpointText: this.field("checkpoint").value,
      proofText: this.field("proof").value,
      leaf,
      own,
    };
    const consistency = await this.consistency(record.policyText, record.checkpointText, record.proofText);
    this.show(verifyInBrowser({ ...record, ...(consistency ? { consistency } : {}) }), note);
  }

  /** The proof that the current tree continues the receipt's, computed from the node's tiles; checked by the verifier. */
  private async consistency(policy: string, current: string, proof: string): Promise<Uint8Array[] | null> {
    try {
      const keys = keysOf(parsePolicy(policy));
      const then = openCheckpoint(parseProof(proof).checkpoint, keys);
      const now = openCheckpoint(current, keys);
      if (then.size >= now.size) return null;
      return await proveConsistency(readTile, then.size, now.size);
    } catch {
      return null;
    }
  }

  private show(result: ReturnType<typeof verifyInBrowser>, note: string | undefined): void {
    const place = this.result();
    const title = document.createElement("p");
    title.className = `verify-verdict ${result.ok ? "is-ok" : "is-bad"}`;
    title.textContent = (result.ok ? this.dataset["allOk"] : this.dataset["someFailed"]) ?? "";
    const list = document.createElement("ul");
    list.className = "checks";
    for (const check of result.checks) list.append(this.line(check));
    const said = note ? [paragraph(note)] : [];
    place.replaceChildren(...said, title, list);
    place.dataset["ok"] = String(result.ok);
    place.focus();
  }

  private line(check: { name: string; ok: boolean; why: string }): HTMLLIElement {
    const line = document.createElement("li");
    const mark = document.createElement("span");
    mark.className = `badge badge-${check.ok ? "good" : "bad"}`;
    mark.textContent = `${check.ok ? "✓" : "✕"} ${(check.ok ? this.dataset["ok"] : this.dataset["notOk"]) ?? ""}`;
    const name = document.createElement("strong");
    const words = `name-${check.name.replaceAll(" ", "-")}`;
    name.textContent = this.getAttribute(`data-${words}`) ?? check.name;
    const why = document.createElement("span");
    why.className = "quiet";
    why.textContent = check.why;
    line.dataset["check"] = check.name;
    line.append(mark, " ", name, " ", why);
    return line;
  }

  private say(text: string, tone: "info" | "bad"): void {
    const line = paragraph(text);
    line.className = `summary summary-${tone}`;
    this.result().replaceChildren(line);
  }

  private result(): HTMLElement {
    return this.querySelector('[data-part="result"]') as HTMLElement;
  }
}

function paragraph(text: string): HTMLParagraphElement {
  const line = document.createElement("p");
  line.textContent = text;
  return line;
}

async function fetchText(path: string): Promise<string> {
  try {
    const answer = await fetch(path, { cache: "no-store" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

async function readTile(path: string): Promise<Uint8Array | undefined> {
  const answer = await fetch(`/log/${path}`);
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
}

customElements.define("comity-verify-record", VerifyRecord);
