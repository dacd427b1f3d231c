import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { Part } from "./part.js";
import { send } from "./icons.js";
import { number, t } from "../i18n.js";

const MOST_BYTES = 16 * 1024;
const bytes = (text) => new TextEncoder().encode(text).length;

// A box to write in: Enter says `written`, Shift+Enter starts a line, Escape says `given-up`, and the arrow up in an empty box says `recall`.
export class RecadoWrite extends Part {
  static properties = { label: {}, placeholder: {}, hint: {}, value: {}, editing: { type: Boolean } };

  constructor() {
    super();
    this.value = "";
  }

  firstUpdated() {
    if (this.editing) this.focusEnd();
  }

  focusEnd() {
    const box = this.querySelector("textarea");
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  updated() {
    const box = this.querySelector("textarea");
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  get #over() {
    return Math.max(0, bytes(this.value) - MOST_BYTES);
  }

  render() {
    const ready = this.value.trim() !== "" && !this.#over;
    return html`<form class="write ${this.editing ? "editing" : ""}" @submit=${this.#submit}>
      <textarea rows="1" aria-label=${this.label} placeholder=${this.placeholder ?? nothing} enterkeyhint="send"
        .value=${live(this.value)} aria-invalid=${this.#over > 0} @input=${this.#typed} @keydown=${this.#key}></textarea>
      ${this.editing
        ? html`<div class="write-buttons">
            <button class="primary" ?disabled=${!ready}>${t("save")}</button>
            <button type="button" class="quiet" @click=${() => this.say("given-up")}>${t("cancel")}</button>
            <span class="hint">${this.hint}</span>
          </div>`
        : html`<button class="primary round" ?disabled=${!ready} title=${t("write.send")} aria-label=${t("write.send")}>${send}</button>`}
      ${this.#over ? html`<p class="error" role="alert">${t("write.toolong", { over: number(this.#over) })}</p>` : nothing}
    </form>`;
  }

  #typed = (event) => {
    this.value = event.target.value;
    this.say("typed", this.value);
  };

  #submit = (event) => {
    event.preventDefault();
    const text = this.value.trim();
    if (!text || this.#over) return;
    if (!this.editing) this.value = "";
    this.say("typed", "");
    this.say("written", text);
  };

  #key = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    else if (event.key === "Escape") this.say("given-up");
    else if (event.key === "ArrowUp" && !this.value && !this.editing) {
      event.preventDefault();
      this.say("recall");
    } else return;
    event.stopPropagation();
  };
}

customElements.define("recado-write", RecadoWrite);
