import { register } from "@passwordless-id/webauthn/dist/esm/client.js";
import { assertionOver, fillBeforeSubmit, given, setField, tell } from "./passkey.ts";

/**
 * `<comity-enrol challenge confirm rp-id user user-name display-name>`: first click makes the passkey, second click
 * confirms with it. Two clicks, because some browsers want a person's gesture for each question to the device.
 */
class Enrol extends HTMLElement {
  #kid = "";

  connectedCallback(): void {
    fillBeforeSubmit(this, (form) => (this.#kid ? this.#confirm(form) : this.#make(form)));
  }

  async #make(form: HTMLFormElement): Promise<boolean> {
    const registration = await register({
      challenge: given(this, "challenge"),
      domain: given(this, "rp-id"),
      user: {
        id: given(this, "user"),
        name: given(this, "user-name"),
        displayName: given(this, "display-name"),
      },
      userVerification: "required",
      discoverable: "required",
      attestation: false,
      timeout: 120_000,
    });
    setField(form, "registration", JSON.stringify(registration));
    this.#kid = registration.id;
    tell(this, "made");
    const button = this.querySelector("button");
    if (button) button.textContent = this.dataset["confirm"] ?? "";
    return false;
  }

  async #confirm(form: HTMLFormElement): Promise<boolean> {
    const confirmation = await assertionOver(given(this, "confirm"), given(this, "rp-id"), [this.#kid]);
    setField(form, "confirmation", JSON.stringify(confirmation));
    return true;
  }
}

customElements.define("comity-enrol", Enrol);
