/**
 * `<comity-upload action="…" data-adding data-added data-failed>` around a file input: sends each chosen file by itself,
 * as a stream of its bytes, and says what became of it. Nothing is read into memory.
 */
class Upload extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    input?.addEventListener("change", () => void this.sendAll(input));
  }

  private async sendAll(input: HTMLInputElement): Promise<void> {
    input.disabled = true;
    let allHere = true;
    for (const file of input.files ?? []) allHere = (await this.send(file)) && allHere;
    // The list of files is the server's: the page shows it again, unless something must be read first.
    if (allHere) location.reload();
    input.disabled = false;
  }

  private async send(file: File): Promise<boolean> {
    const line = this.querySelector("ul")?.appendChild(document.createElement("li"));
    const show = (text: string) => void (line && (line.textContent = text));
    show(`${this.dataset["adding"]} ${file.name}`);
    try {
      const path = `${this.getAttribute("action")}${encodeURIComponent(file.name.normalize("NFC"))}`;
      const response = await fetch(path, { method: "PUT", body: file });
      const answer = (await response.json()) as { sha256?: string; what?: string; next?: string };
      show(
        response.ok
          ? `${file.name} ${this.dataset["added"]} ${answer.sha256}`
          : `${file.name} ${this.dataset["failed"]} ${answer.what} ${answer.next}`,
      );
      return response.ok;
    } catch {
      show(`${file.name} ${this.dataset["failed"]}`);
      return false;
    }
  }
}

customElements.define("comity-upload", Upload);
