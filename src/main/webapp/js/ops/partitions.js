import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import "../parts/dialog.js";
import { Regularly } from "./regularly.js";
import { why } from "./refusal.js";
import { table } from "./table.js";
import { warning } from "../parts/icons.js";
import { number, t, stamp as at } from "../i18n.js";

const EVERY_MS = 5000;
const count = (value) => (value === undefined ? "–" : number(value));

// The nodes, and the partitions with the way to pause one; asked again every five seconds while the page is looked at.
export class RecadoPartitions extends Part {
  static properties = {
    rest: { attribute: false },
    nodes: { state: true },
    partitions: { state: true },
    asked: { state: true },
    busy: { state: true },
    error: { state: true },
  };

  #again = new Regularly(this, EVERY_MS, () => this.#look());

  constructor() {
    super();
    this.nodes = this.partitions = [];
    this.asked = this.error = null;
  }

  async #look() {
    try {
      [this.nodes, this.partitions] = await Promise.all([this.rest.nodes(), this.rest.partitions()]);
      this.error = null;
    } catch (refusal) {
      this.error = why(refusal);
    }
  }

  render() {
    const paused = this.partitions.filter((one) => one.paused);
    return html`${paused.length
        ? html`<p class="stale paused" role="status">${warning}${t("ops.paused.banner", { n: paused.map((one) => one.partition).join(", ") })}</p>`
        : nothing}
      <div class="cards">
        <section class="card" aria-labelledby="nodes-title">
          <h2 id="nodes-title">${t("ops.nodes")}</h2>
          ${table([t("ops.name"), t("ops.roles"), t("ops.state"), t("ops.since")], this.nodes.map(this.#node))}
        </section>
        <section class="card double" aria-labelledby="partitions-title">
          <h2 id="partitions-title">${t("ops.partitions")}</h2>
          ${table([t("ops.queue"), t("ops.messages"), t("ops.consumers"), t("ops.state"), ""], this.partitions.map(this.#partition))}
          <p class="error" role="alert">${this.error ?? nothing}</p>
        </section>
      </div>
      ${this.asked === null
        ? nothing
        : html`<recado-dialog
            .heading=${t("ops.pause.title", { n: this.asked })}
            .content=${this.#form()}
            @dismiss=${() => (this.asked = null)}
          ></recado-dialog>`}`;
  }

  #node = ({ node, roles, state, started_at }) => [node, roles.join(", "), t(`ops.node.${state}`), at(started_at)];

  #partition = ({ partition, queue, messages, consumers, paused }) => [
    queue,
    count(messages),
    count(consumers),
    paused ? html`${t("ops.paused", { by: paused.by, at: at(paused.since) })} <small>${paused.note}</small>` : t("ops.consumed"),
    paused
      ? html`<button ?disabled=${this.busy} @click=${() => this.#do(() => this.rest.resume(partition))}>${t("ops.resume")}</button>`
      : html`<button class="quiet" ?disabled=${this.busy} @click=${() => (this.asked = partition)}>${t("ops.pause")}</button>`,
  ];

  #form() {
    return html`<form class="stack" @submit=${this.#pause}>
      <p>${t("ops.pause.text")}</p>
      <label for="pause-note">${t("ops.note")}</label>
      <input id="pause-note" name="note" maxlength="500" required data-first autocomplete="off" />
      <div class="buttons">
        <button type="button" class="quiet" @click=${() => this.querySelector("recado-dialog").close()}>${t("cancel")}</button>
        <button class="primary" ?disabled=${this.busy}>${t("ops.pause")}</button>
      </div>
    </form>`;
  }

  #pause = async (event) => {
    event.preventDefault();
    const note = new FormData(event.target).get("note").trim();
    await this.#do(() => this.rest.pause(this.asked, note));
    this.asked = null;
  };

  async #do(work) {
    this.busy = true;
    let failed = null;
    try {
      await work();
    } catch (refusal) {
      failed = why(refusal);
    }
    await this.#again.now();
    this.error = failed ?? this.error;
    this.busy = false;
  }
}

customElements.define("recado-partitions", RecadoPartitions);
