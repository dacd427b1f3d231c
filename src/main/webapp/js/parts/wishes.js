import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import { zones } from "../zones.js";
import { reason, t } from "../i18n.js";

const NIGHT = { from: "22:00", to: "07:00" };

// What I want to be told where I have said nothing else of a channel, and when not.
export class RecadoWishes extends Part {
  static properties = {
    chat: { attribute: false },
    quiet: { state: true },
    said: { state: true },
    error: { state: true },
  };

  #shown = null;

  constructor() {
    super();
    new FollowChat(this);
  }

  willUpdate() {
    const { mine } = this.chat.preferences;
    if (mine !== this.#shown) this.quiet = Boolean(mine?.quiet);
    this.#shown = mine;
  }

  render() {
    const { failed, mine, load } = this.chat.preferences;
    if (failed) return html`<p class="error" role="alert">${reason(failed)} <button @click=${load}>${t("retry")}</button></p>`;
    if (!mine) return nothing;
    return html`<form class="stack wishes" @submit=${this.#submit} @input=${() => (this.said = null)}>
      ${levels(mine.level, t("wishes.default", { level: t(`wishes.short.${mine.default_level}`) }))}
      <p class="hint">${t("wishes.direct")}</p>
      <label class="choice">
        <input type="checkbox" name="online" .checked=${mine.while_online} />
        <span>${t("wishes.online")} <small>${t("wishes.online.hint")}</small></span>
      </label>
      <label class="choice">
        <input type="checkbox" name="quiet" .checked=${this.quiet} @change=${({ target }) => (this.quiet = target.checked)} />
        <span>${t("wishes.quiet")} <small>${t("wishes.quiet.hint")}</small></span>
      </label>
      ${this.quiet ? this.#hours(mine.quiet ?? NIGHT) : nothing}
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons"><span class="said" role="status">${this.said ?? nothing}</span><button class="primary">${t("save")}</button></div>
    </form>`;
  }

  #hours({ from, to, zone }) {
    const [first] = zones(zone);
    return html`<div class="hours">
      <label>${t("wishes.from")} <input type="time" name="from" .value=${from} required /></label>
      <label>${t("wishes.to")} <input type="time" name="to" .value=${to} required /></label>
      <label class="zone">${t("wishes.zone")}
        <select name="zone">
          ${zones(zone).map((one) => html`<option value=${one} ?selected=${one === (zone ?? first)}>${one.replaceAll("_", " ")}</option>`)}
        </select>
      </label>
    </div>`;
  }

  #submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const [from, to, zone] = ["from", "to", "zone"].map((name) => form.get(name));
    this.said = this.error = null;
    try {
      await this.chat.preferences.save({
        level: form.get("level") || null,
        quiet: form.has("quiet") ? { from, to, zone } : null,
        while_online: form.has("online"),
      });
      this.said = t("saved");
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
  };
}

/** The levels to choose from; none of them is `usual`, in words. */
export const levels = (chosen, usual) => html`<fieldset>
  <legend>${t("wishes.level")}</legend>
  ${["", "all", "mentions", "none"].map(
    (level) => html`<label class="choice">
      <input type="radio" name="level" value=${level} .checked=${level === (chosen ?? "")} />
      <span>${level ? t(`wishes.level.${level}`) : usual}</span>
    </label>`,
  )}
</fieldset>`;

customElements.define("recado-wishes", RecadoWishes);
