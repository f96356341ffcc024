import { assertionOver, fillBeforeSubmit, given, setField } from "./passkey.ts";

/** `<comity-sign-in challenge rp-id>`: asks for an assertion by any passkey of this site when its form is sent. */
class SignIn extends HTMLElement {
  connectedCallback(): void {
    fillBeforeSubmit(this, async (form) => {
      const assertion = await assertionOver(given(this, "challenge"), given(this, "rp-id"));
      setField(form, "assertion", JSON.stringify(assertion));
      return true;
    });
  }
}

customElements.define("comity-sign-in", SignIn);
