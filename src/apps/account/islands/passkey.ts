import { authenticate } from "@passwordless-id/webauthn/dist/esm/client.js";

/** What the three elements share: a form is held back until the device has answered, then sent as any form is. */

/** The device's answer could not be had for a reason the page has words for, under this name in its `data-` words. */
export class Told extends Error {
  readonly word: string;
  constructor(word: string) {
    super(word);
    this.word = word;
  }
}

/** Fields by which a device's answer is filled in before the form is sent; false keeps the form where it is. */
export type Fill = (form: HTMLFormElement) => Promise<boolean>;

/** Holds back the form around an element until `fill` has filled it in. A second click while it runs does nothing. */
export function fillBeforeSubmit(host: HTMLElement, fill: Fill): void {
  const form = host.closest("form");
  if (!form) return;
  let busy = false;
  const run = async (submitter: HTMLElement | null): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      if (!("PublicKeyCredential" in window)) throw new Told("missing");
      tell(host, "waiting");
      if (await fill(form)) send(form, submitter);
    } catch (error) {
      tell(host, error instanceof Told ? error.word : "failed");
    } finally {
      busy = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run(event.submitter);
  });
}

/** Shows one of the page's words in the element's status line, which screen readers read out. */
export function tell(host: HTMLElement, word: string): void {
  const status = host.querySelector('[role="status"]');
  if (status) status.textContent = host.dataset[word] ?? "";
}

/** Sets a hidden field of the form. */
export function setField(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}

/** An attribute the server has set. */
export function given(host: HTMLElement, name: string): string {
  return host.getAttribute(name) ?? "";
}

/** The JSON of an assertion over a challenge (base64url), by one of these passkeys or, without, by any of this site. */
export async function assertionOver(challenge: string, rpId: string, kids?: string[]): Promise<Assertion> {
  return authenticate({
    challenge,
    domain: rpId,
    userVerification: "required",
    timeout: 120_000,
    ...(kids ? { allowCredentials: kids } : {}),
  });
}
export type Assertion = Awaited<ReturnType<typeof authenticate>>;

/** Bytes as base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// A form sent by a script forgets which button was pressed; the button's own name and value go along.
function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = submitter.name;
    field.value = submitter.value;
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
