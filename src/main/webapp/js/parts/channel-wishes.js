import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import "./dialog.js";
import { levels } from "./wishes.js";
import { isForGood, isMuted, MUTES, mutedUntil } from "../muting.js";
import { instant, reason, t } from "../i18n.js";

// What I want to be told of the channel on the screen.
export class RecadoChannelWishes extends Part {
  static properties = { chat: { attribute: false }, error: { state: true } };

  #channel;

  constructor() {
    super();
    new FollowChat(this);
  }

  // the one it was opened for, whatever is on the screen later
  connectedCallback() {
    super.connectedCallback();
    this.#channel = this.chat.channel;
    this.chat.preferences.load();
  }

  render() {
    const { id, name } = this.#channel;
    const content = this.#form(this.#channel, this.chat.preferences.of(id));
    return html`<recado-dialog .heading=${t("wishes.of", { name: name ?? id })} .content=${content}></recado-dialog>`;
  }

  #form({ kind }, wish) {
    const usual = t(`wishes.short.${this.chat.preferences.usual(kind)}`);
    return html`<form class="stack" @submit=${this.#submit}>
      ${levels(wish.level, t(kind === "direct" ? "wishes.usual.direct" : "wishes.usual", { level: usual }))}
      <fieldset>
        <legend>${t("mute")}</legend>
        ${isMuted(wish) ? this.#mute("keep", until(wish), true) : nothing}
        ${this.#mute("off", t("mute.off"), !isMuted(wish))} ${MUTES.map((choice) => this.#mute(choice, t(`mute.${choice}`), false))}
      </fieldset>
      <p class="hint">${t("mute.hint")}</p>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons">
        <button type="button" class="quiet" @click=${this.#close}>${t("cancel")}</button>
        <button class="primary">${t("save")}</button>
      </div>
    </form>`;
  }

  #mute(choice, words, chosen) {
    return html`<label class="choice"><input type="radio" name="mute" value=${choice} .checked=${chosen} /><span>${words}</span></label>`;
  }

  #close = () => this.querySelector("recado-dialog").close();

  #submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const { preferences } = this.chat;
    const { id } = this.#channel;
    this.error = null;
    try {
      await preferences.saveOf(id, { level: form.get("level") || null, muted_until: muteOf(form.get("mute"), preferences.of(id)) });
      this.#close();
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
  };
}

const until = (wish) => (isForGood(wish) ? t("mute.now.good") : t("mute.now", { until: instant(wish.muted_until) }));

function muteOf(choice, { muted_until }) {
  if (choice === "keep") return muted_until;
  return choice === "off" ? null : mutedUntil(choice);
}

customElements.define("recado-channel-wishes", RecadoChannelWishes);
