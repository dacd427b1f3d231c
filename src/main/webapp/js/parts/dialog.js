import { html } from "lit";
import { Part } from "./part.js";

// A modal question. Escape and the browser's own focus rules come with the native element.
export class RecadoDialog extends Part {
  static properties = { heading: {}, content: { attribute: false } };

  firstUpdated() {
    const dialog = this.querySelector("dialog");
    dialog.showModal();
    dialog.querySelector("[data-first]")?.focus();
  }

  close() {
    this.querySelector("dialog").close();
  }

  render() {
    return html`<dialog aria-labelledby="dialog-title" @close=${() => this.say("dismiss")} @click=${this.#outside}>
      <div class="dialog-body">
        <h2 id="dialog-title">${this.heading}</h2>
        ${this.content}
      </div>
    </dialog>`;
  }

  #outside = (event) => {
    if (event.target === event.currentTarget) this.close();
  };
}

customElements.define("recado-dialog", RecadoDialog);
