import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import "../parts/dialog.js";
import { Regularly } from "./regularly.js";
import { why } from "./refusal.js";
import { replaying } from "./replaying.js";
import { table } from "./table.js";
import { number, t, stamp as at } from "../i18n.js";

const STATES = ["waiting", "replayed", "discarded"];
const EVERY_MS = 5000;

// The dead letters: looked at, mended, replayed one by one or all that are selected, discarded with a note.
export class RecadoDeadLetters extends Part {
  static properties = {
    rest: { attribute: false },
    state: { state: true },
    why: { state: true },
    letters: { state: true },
    next: { state: true },
    picked: { state: true },
    open: { state: true },
    asked: { state: true },
    progress: { state: true },
    error: { state: true },
  };

  #turned = false;
  #looks = 0;

  constructor() {
    super();
    new Regularly(this, EVERY_MS, async () => this.#inUse || (await this.#look()));
    this.state = STATES[0];
    this.why = "";
    this.letters = [];
    this.picked = new Set();
    this.next = this.open = this.asked = this.error = null;
    this.progress = replaying.progress;
  }

  connectedCallback() {
    super.connectedCallback();
    replaying.addEventListener("change", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    replaying.removeEventListener("change", this.#moved);
  }

  #moved = () => {
    this.progress = replaying.progress;
    if (!this.progress) this.#look();
  };

  // why a replay has ended is told until the next one begins
  get #trouble() {
    return this.error ?? (replaying.refusal ? why(replaying.refusal) : nothing);
  }

  // the list stays as it is while something is done with what it shows
  get #inUse() {
    return this.open || this.asked || this.picked.size || this.#turned;
  }

  #look = (before) =>
    this.#trying(async () => {
      const turn = ++this.#looks;
      const query = { state: this.state, ...(this.why && { reason: this.why }), ...(before && { before }) };
      const { items, next } = await this.rest.deadLetters(query);
      // what was asked for before something else was
      if (turn !== this.#looks) return;
      this.letters = before ? [...this.letters, ...items] : items;
      this.next = next;
      this.#turned = Boolean(before);
      this.picked = new Set(this.letters.map(({ id }) => id).filter((id) => this.picked.has(id)));
    });

  async #trying(work) {
    this.error = null;
    try {
      await work();
    } catch (refusal) {
      this.error = why(refusal);
    }
  }

  render() {
    return html`<section class="card wide" aria-labelledby="dead-title">
        <h2 id="dead-title">${t("dead.title")}</h2>
        <form class="filters" @change=${this.#filter} @submit=${(event) => event.preventDefault()}>
          <label>${t("ops.state")}
            <select name="state">
              ${STATES.map((state) => html`<option value=${state} ?selected=${state === this.state}>${t(`dead.${state}`)}</option>`)}
            </select>
          </label>
          <label>${t("dead.reason")} <input name="why" .value=${this.why} autocomplete="off" spellcheck="false" /></label>
          <button type="button" class="quiet" @click=${() => this.#look()}>${t("ops.again")}</button>
        </form>
        <p class="error" role="alert">${this.#trouble}</p>
        ${this.state === "waiting" ? this.#many() : nothing}
        ${this.letters.length ? this.#list() : html`<p class="no-data">${t("dead.none")}</p>`}
        ${this.next ? html`<button class="quiet" @click=${() => this.#look(this.next)}>${t("ops.more")}</button>` : nothing}
      </section>
      ${this.open ? this.#one(this.open) : nothing} ${this.asked ? this.#discarding(this.asked) : nothing}`;
  }

  #filter = (event) => {
    const form = new FormData(event.currentTarget);
    this.state = form.get("state");
    this.why = form.get("why").trim();
    this.#look();
  };

  #many() {
    if (this.progress) {
      const { done, of } = this.progress;
      return html`<div class="progress" role="status">
        <progress max=${of ?? nothing} value=${of ? done : nothing} aria-label=${t("dead.replaying")}></progress>
        <span>${of ? t("dead.progress", { done: number(done), of: number(of) }) : t("dead.replaying")}</span>
        <button class="quiet" @click=${replaying.stop}>${t("cancel")}</button>
      </div>`;
    }
    const some = this.picked.size;
    return html`<div class="buttons start">
      <button ?disabled=${!some} @click=${() => replaying.start(this.rest, { ids: [...this.picked] })}>${t("dead.replay.some", { n: number(some) })}</button>
      <button class="quiet" ?disabled=${!this.letters.length} @click=${() => replaying.start(this.rest, this.why ? { reason: this.why } : { all: true })}>
        ${t("dead.replay.all")}
      </button>
    </div>`;
  }

  #list() {
    const waiting = this.state === "waiting";
    const heads = [...(waiting ? [t("dead.pick")] : []), t("dead.last"), t("dead.reason"), t("dead.times"), t("dead.from"), ""];
    return table(heads, this.letters.map((letter) => [...(waiting ? [this.#box(letter)] : []), ...this.#row(letter)]));
  }

  #box({ id, last_at }) {
    const pick = (event) => {
      const picked = new Set(this.picked);
      if (event.target.checked) picked.add(id);
      else picked.delete(id);
      this.picked = picked;
    };
    return html`<input type="checkbox" aria-label=${t("dead.pick.one", { at: at(last_at) })} .checked=${this.picked.has(id)} @change=${pick} />`;
  }

  #row = (letter) => [
    at(letter.last_at),
    html`<code>${letter.reason}</code>`,
    number(letter.times),
    [letter.sender_id, letter.channel_id].filter(Boolean).join(" → ") || "–",
    html`<button class="quiet" @click=${() => (this.open = letter)}>${t("dead.open")}</button>`,
  ];

  #one(letter) {
    return html`<recado-dialog
      .heading=${t("dead.one")}
      .content=${this.#details(letter)}
      @dismiss=${() => (this.open = null)}
    ></recado-dialog>`;
  }

  #details(letter) {
    const { id, detail, properties, headers, note, settled_by } = letter;
    const whole = typeof letter.body === "string";
    return html`<form class="stack letter" @submit=${(event) => this.#replay(event, letter)}>
      <dl>
        <dt>${t("dead.id")}</dt><dd><code>${id}</code></dd>
        <dt>${t("dead.reason")}</dt><dd><code>${letter.reason}</code> ${detail}</dd>
        <dt>${t("dead.first")}</dt><dd>${at(letter.first_at)}</dd>
        ${settled_by ? html`<dt>${t("dead.settled")}</dt><dd>${settled_by} ${note ?? ""}</dd>` : nothing}
      </dl>
      <details><summary>${t("dead.amqp")}</summary><pre>${JSON.stringify({ properties, headers }, null, 2)}</pre></details>
      <label for="letter-body">${t(whole ? "dead.body" : "dead.base64")}</label>
      <textarea id="letter-body" name="body" rows="8" spellcheck="false" data-first ?readonly=${!whole} .value=${whole ? letter.body : letter.body_base64}></textarea>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons">
        ${letter.state === "waiting"
          ? html`<button type="button" class="danger" @click=${() => ([this.asked, this.open] = [letter, null])}>${t("dead.discard")}</button>`
          : nothing}
        <button type="button" class="quiet" @click=${() => (this.open = null)}>${t("close")}</button>
        <button class="primary">${t("dead.replay")}</button>
      </div>
    </form>`;
  }

  #replay = (event, letter) => {
    event.preventDefault();
    const body = new FormData(event.target).get("body");
    const edited = typeof letter.body === "string" && body !== letter.body.replaceAll("\r\n", "\n") ? body : undefined;
    return this.#trying(async () => {
      await this.rest.replay(letter.id, { state: letter.state, ...(edited !== undefined && { body: edited }) });
      this.open = null;
      await this.#look();
    });
  };

  #discarding(letter) {
    const form = html`<form class="stack" @submit=${(event) => this.#discard(event, letter)}>
      <p>${t("dead.discard.text")}</p>
      <label for="discard-note">${t("ops.note")}</label>
      <input id="discard-note" name="note" maxlength="500" required data-first autocomplete="off" />
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons">
        <button type="button" class="quiet" @click=${() => (this.asked = null)}>${t("cancel")}</button>
        <button class="danger">${t("dead.discard")}</button>
      </div>
    </form>`;
    return html`<recado-dialog .heading=${t("dead.discard.title")} .content=${form} @dismiss=${() => (this.asked = null)}></recado-dialog>`;
  }

  #discard = (event, letter) => {
    event.preventDefault();
    const note = new FormData(event.target).get("note").trim();
    return this.#trying(async () => {
      await this.rest.discard(letter.id, note);
      this.asked = null;
      await this.#look();
    });
  };
}

customElements.define("recado-dead-letters", RecadoDeadLetters);
