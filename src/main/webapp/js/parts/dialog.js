import { html, nothing } from "lit";
import { Part } from "./part.js";
import { cross } from "./icons.js";
import { t } from "../i18n.js";

// A modal question, or a panel at the side with a button that closes it. Escape and the browser's own focus rules come with
// the native element.
export class RecadoDialog extends Part {
  static properties = { heading: {}, content: { attribute: false }, panel: { type: Boolean } };

  firstUpdated() {
    const dialog = this.querySelector("dialog");
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
  }

  close() {
    this.querySelector("dialog").close();
  }

  render() {
    return html`<dialog class=${this.panel ? "panel" : ""} aria-labelledby="dialog-title" @close=${() => this.say("dismiss")} @click=${this.#outside}>
      <div class="dialog-body">
        <header>
          <h2 id="dialog-title">${this.heading}</h2>
          ${this.panel
            ? html`<button class="quiet" @click=${() => this.close()} aria-label=${t("close")} title=${t("close")}>${cross}</button>`
            : nothing}
        </header>
        ${this.content}
      </div>
    </dialog>`;
  }

  #outside = (event) => {
    if (event.target === event.currentTarget) this.close();
  };
}

customElements.define("recado-dialog", RecadoDialog);
