import { html, nothing } from "lit";
import { Part } from "./part.js";
import "./dialog.js";
import { reason, t } from "../i18n.js";

// Asks for a new channel's name, kind and people; says `created` with its id.
export class RecadoNewChannel extends Part {
  static properties = { chat: { attribute: false }, busy: { state: true }, error: { state: true } };

  render() {
    return html`<recado-dialog .heading=${t("new.title")} .content=${this.#form()}></recado-dialog>`;
  }

  #form() {
    return html`<form class="stack" @submit=${this.#submit}>
      <label for="new-name">${t("new.name")}</label>
      <input id="new-name" name="name" maxlength="64" required data-first autocomplete="off" />
      <fieldset>
        <legend>${t("new.kind")}</legend>
        ${["public", "private"].map(
          (kind) => html`<label class="choice">
            <input type="radio" name="kind" value=${kind} ?checked=${kind === "public"} />
            <span>${t(`new.${kind}`)} <small>${t(`new.${kind}.hint`)}</small></span>
          </label>`,
        )}
      </fieldset>
      <label for="new-members">${t("new.members")} <small>${t("new.members.hint")}</small></label>
      <input id="new-members" name="members" autocapitalize="none" autocomplete="off" spellcheck="false" />
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons">
        <button type="button" class="quiet" @click=${() => this.querySelector("recado-dialog").close()}>${t("cancel")}</button>
        <button class="primary" ?disabled=${this.busy}>${t("new.create")}</button>
      </div>
    </form>`;
  }

  #submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const members = form.get("members").split(/[\s,;]+/).filter(Boolean);
    this.busy = true;
    this.error = null;
    try {
      this.say("created", await this.chat.create({ name: form.get("name").trim(), kind: form.get("kind"), members }));
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
    this.busy = false;
  };
}

customElements.define("recado-new-channel", RecadoNewChannel);
