import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import { locale, number, reason, t } from "../i18n.js";

const digits = (...parts) => Object.fromEntries(parts.map((part) => [part, "2-digit"]));
const clock = new Intl.DateTimeFormat(locale, { year: "numeric", ...digits("month", "day", "hour", "minute", "second"), fractionalSecondDigits: 3 });

// How long after the last step whose time is known.
function after(steps, n) {
  const before = steps.slice(0, n).findLast(({ at }) => at);
  return steps[n].at && before ? Date.parse(steps[n].at) - Date.parse(before.at) : null;
}

// The way of one message, step by step.
class RecadoTimeline extends Part {
  static properties = { rest: { attribute: false }, way: { state: true }, error: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.way = this.error = null;
  }

  render() {
    return html`<section class="card wide" aria-labelledby="timeline-title">
      <h2 id="timeline-title">${t("timeline.title")}</h2>
      <form class="filters" @submit=${this.#look}>
        <label class="long">${t("timeline.id")} <input name="id" required autocomplete="off" autocapitalize="none" spellcheck="false" /></label>
        <label>${t("ops.field.channel")} <input name="channel" autocomplete="off" autocapitalize="none" spellcheck="false" /></label>
        <label>${t("timeline.sender")} <input name="sender" autocomplete="off" autocapitalize="none" spellcheck="false" /></label>
        <button ?disabled=${this.busy}>${t("ops.find")}</button>
      </form>
      <p class="hint">${t("timeline.hint")}</p>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      ${this.way ? this.#found(this.way) : nothing}
    </section>`;
  }

  #found({ id, channel_id, seq, sender_id, whole, steps }) {
    return html`<p>${id ? html`<code>${id}</code> · ${channel_id} · ${number(seq)} · ${sender_id}` : t("timeline.unstored")}</p>
      ${whole ? nothing : html`<p class="stale" role="status">${t("timeline.part")}</p>`}
      <ol class="steps">
        ${steps.map((step, n) => this.#step(step, after(steps, n)))}
      </ol>`;
  }

  #step({ step, state, at, node, proof, count, detail }, since) {
    const when = at ? html`<time datetime=${at}>${clock.format(new Date(at))}</time>` : t(state === "done" ? "timeline.untimed" : "timeline.missing");
    const more = [count === undefined ? null : t(`timeline.count.${step}`, { n: number(count) }), detail, node ?? (proof === "node" ? null : proof)];
    return html`<li class=${state}>
      <strong>${t(`timeline.step.${step}`)}</strong>
      <span>${when}</span>
      <span class="since">${since === null ? nothing : `${since < 0 ? "−" : "+"}${number(Math.abs(since))} ms`}</span>
      <small>${more.filter(Boolean).join(" · ")}</small>
    </li>`;
  }

  #look = async (event) => {
    event.preventDefault();
    const { id, ...rest } = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]));
    this.busy = true;
    try {
      this.way = await this.rest.timeline(id, Object.fromEntries(Object.entries(rest).filter(([, value]) => value)));
      this.error = null;
    } catch (refusal) {
      this.way = null;
      this.error = refusal.reason === "not_found" ? t("timeline.none") : reason(refusal.reason);
    }
    this.busy = false;
  };
}

customElements.define("recado-timeline", RecadoTimeline);
