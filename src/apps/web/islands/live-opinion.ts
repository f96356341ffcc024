/**
 * Posts the form while somebody types and puts the new opinion in place. Typed text is never touched: only the
 * opinion, which fields are asked for, and whether the request can be signed.
 */
class LiveOpinion extends HTMLElement {
  private timer = 0;
  private running: XMLHttpRequest | null = null;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("input", () => this.soon(form));
    form?.addEventListener("change", () => this.soon(form));
  }

  private soon(form: HTMLFormElement): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(form), 350);
  }

  private ask(form: HTMLFormElement): void {
    this.running?.abort();
    // XMLHttpRequest reads the answer as a document, in which no script runs and no text is turned into markup here.
    const request = new XMLHttpRequest();
    this.running = request;
    this.setAttribute("aria-busy", "true");
    request.open("POST", form.dataset["opinion"] ?? "/desk/opinion");
    request.responseType = "document";
    request.onloadend = () => {
      this.removeAttribute("aria-busy");
      if (request.status === 200 && request.responseXML) this.take(request.responseXML, form);
    };
    request.send(new FormData(form));
  }

  private take(answer: Document, form: HTMLFormElement): void {
    const live = answer.querySelector('[data-part="live"]');
    if (!live) return;
    const open = [...this.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
    this.replaceChildren(document.adoptNode(live));
    for (const summary of this.querySelectorAll("details > summary"))
      if (open.includes(summary.textContent)) summary.parentElement?.setAttribute("open", "");
    this.showAsked(form);
    this.showPrompts(answer, form);
    this.showReady(answer, form);
  }

  private showAsked(form: HTMLFormElement): void {
    const asked = [...this.querySelectorAll<HTMLElement>('[data-part="asked"] > li')];
    const byField = new Map(asked.map((each) => [each.dataset["field"], each]));
    for (const group of form.querySelectorAll<HTMLElement>("[data-group]")) {
      const name = group.dataset["group"] ?? "";
      const named = byField.has(name) || asked.some((each) => each.dataset["field"]?.startsWith(`${name}.`));
      const filled = [...group.querySelectorAll<Field>("input, select, textarea")].some(isFilled);
      if (named || filled) group.hidden = false;
      else if (!group.contains(document.activeElement) && !group.hasAttribute("data-always"))
        group.hidden = true;
    }
    for (const mark of form.querySelectorAll<HTMLElement>("[data-level-of]")) {
      const known = byField.get(mark.dataset["levelOf"]);
      mark.textContent = known ? (known.dataset["mark"] ?? "") : "";
    }
  }

  private showPrompts(answer: Document, form: HTMLFormElement): void {
    const place = form.querySelector("#prompts");
    if (!place) return;
    const fresh = [...answer.querySelectorAll<HTMLElement>("[data-prompt]")];
    const ids = new Set(fresh.map((each) => each.dataset["prompt"]));
    const known = new Map(
      [...place.querySelectorAll<HTMLElement>("[data-prompt]")].map((each) => [each.dataset["prompt"], each]),
    );
    for (const [id, card] of known) card.hidden = !ids.has(id);
    for (const card of fresh) if (!known.has(card.dataset["prompt"])) place.append(document.adoptNode(card));
  }

  private showReady(answer: Document, form: HTMLFormElement): void {
    const actions = answer.querySelector("#submit-why");
    const here = form.querySelector("#submit-why");
    if (actions && here)
      here.replaceChildren(...[...actions.childNodes].map((each) => document.adoptNode(each)));
    const ready = this.querySelector<HTMLElement>('[data-part="asked"]')?.dataset["ready"] === "yes";
    const button = form.querySelector<HTMLButtonElement>("#submit-button");
    if (button) button.disabled = !ready;
  }
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isFilled(field: Field): boolean {
  if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox"))
    return field.checked;
  return field.value !== "";
}

customElements.define("comity-live-opinion", LiveOpinion);
