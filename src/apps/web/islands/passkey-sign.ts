/**
 * Signs the digest on the page with the officer's own passkey: the challenge is the 32 bytes of the digest, so the
 * authenticator signs for exactly this act and for nothing else.
 */
class PasskeySign extends HTMLElement {
  private signed = false;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("submit", (event) => {
      if (this.signed) return;
      event.preventDefault();
      this.sign()
        .then(() => {
          this.signed = true;
          form.requestSubmit();
        })
        .catch(() => this.fail());
    });
  }

  private async sign(): Promise<void> {
    const digest = (this.dataset["digest"] ?? "").replace("sha256:", "");
    const challenge = Uint8Array.from(digest.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const credential = (await navigator.credentials.get({
      publicKey: { challenge, userVerification: "required", timeout: 120_000 },
    })) as PublicKeyCredential | null;
    if (!credential) throw new Error("no credential");
    const field = this.querySelector<HTMLInputElement>('input[name="signature"]');
    if (field) field.value = JSON.stringify(credential.toJSON());
  }

  private fail(): void {
    const line = this.querySelector<HTMLElement>('[role="alert"]');
    if (!line) return;
    line.hidden = false;
    line.textContent = this.dataset["failed"] ?? "";
  }
}

customElements.define("comity-passkey-sign", PasskeySign);
