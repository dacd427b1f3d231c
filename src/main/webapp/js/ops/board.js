import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import "./chart.js";
import { kinds, lines, waiting } from "./flow.js";
import { table } from "./table.js";
import { warning } from "../parts/icons.js";
import { language, locale, number, t, words } from "../i18n.js";

const OUTCOMES = ["stored", "repeated", "refused", "dead"];
export const STORES = { postgres: "PostgreSQL", mongo: "MongoDB", redis: "Redis", amqp: "AMQP" };
const STATES = new Set(["up", "degraded", "down"]);
const TINTS = { stored: 0, repeated: 1, refused: 2, dead: 3, published: 1, delivered: 0 };
const DASHES = { refused: [6, 4], dead: [2, 3] };
const PERCENTILES = { p50: [], p99: [6, 4] };
const COLOURS = 6;
const STEPS = ["rules", "ledger", "archive", "cache", "publish"];

const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const named = (prefix, name) => (`${prefix}.${name}` in words[language] ? t(`${prefix}.${name}`) : name);
const absent = (value) => value === null || value === undefined || Number.isNaN(value);
const ms = (value) => (absent(value) ? "–" : number(value, value < 10 ? 2 : value < 100 ? 1 : 0));
const count = (value) => (absent(value) ? "–" : number(value));
const rate = (value) => (absent(value) ? "–" : number(value, value < 10 ? 1 : 0));
const mean = ({ count, total_ms }) => (count ? total_ms / count : null);

// The figures and charts of one node, drawn from its last answers.
export class RecadoBoard extends Part {
  static properties = { flows: { attribute: false }, stale: { attribute: false } };

  render() {
    const { last, points } = this.flows;
    return html`${this.#updated(last)} ${this.#stores(last.stores ?? {})} ${this.#figures(last, points.at(-1))}
      <div class="cards">
        ${this.#commands(last, points)} ${this.#latency(last, points)} ${this.#queues(last, points)} ${this.#steps(last, points)}
        ${this.#card("ops.chart.batch", "ops.unit.commands", points, lines(points, "batch"), () => t("ops.batch.size"))}
        ${this.#card("ops.chart.events", "ops.unit.rate", points, lines(points, "events"), (name) => named("ops", name))}
        ${["connections", "topics"].map((name) => this.#here(name, points))}
      </div>`;
  }

  #updated({ at, node }) {
    const time = clock.format(new Date(at));
    if (this.stale) return html`<p class="updated stale" role="alert">${warning}${t("ops.stale", { time })}</p>`;
    return html`<p class="updated"><strong>${t("ops.node", { node: node ?? "–" })}</strong> ${t("ops.updated", { time })}</p>`;
  }

  #stores(stores) {
    return html`<section aria-labelledby="stores-title">
      <h2 id="stores-title" class="sr-only">${t("ops.stores")}</h2>
      <ul class="stores">
        ${Object.entries(stores).map(([name, { state, detail }]) => {
          const known = STATES.has(state) ? state : "unknown";
          return html`<li class="store ${known}">
            <strong>${STORES[name] ?? name}</strong><span class="store-state">${t(`ops.state.${known}`)}</span>
            ${detail ? html`<small title=${detail}>${detail}</small>` : nothing}
          </li>`;
        })}
      </ul>
    </section>`;
  }

  #figures(last, now) {
    const lost = now ? (now.outcomes.refused ?? 0) + (now.outcomes.dead ?? 0) : null;
    const figures = [
      ["ops.stored.rate", rate(now ? (now.outcomes.stored ?? 0) : null)],
      ["ops.refused.rate", rate(lost)],
      ["ops.batch", rate(now?.batch.size)],
      ["ops.waiting.queue", count(waiting(last))],
      ["ops.connections", count(last.connections)],
      ["ops.topics", count(last.topics)],
    ];
    return html`<dl class="figures">
      ${figures.map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
    </dl>`;
  }

  #card(title, unit, points, drawn, label, below = nothing) {
    const ready = drawn.length && points.length > 1;
    const shown = drawn.map(({ name, values, tint, dash }, at) => ({
      label: label(name),
      values,
      tint: tint ?? TINTS[name] ?? at % COLOURS,
      dash: dash ?? DASHES[name],
    }));
    return html`<section class="card ${title === "ops.chart.steps" ? "tall" : ""}" aria-label=${t(title)}>
      <h2>${t(title)} <small>${t(unit)}</small></h2>
      ${ready
        ? html`<recado-chart .label=${t(title)} .times=${points.map((one) => one.at)} .lines=${shown}></recado-chart>`
        : html`<p class="no-data">${t(points.length > 1 ? "ops.none" : "ops.waiting")}</p>`}
      ${below}
    </section>`;
  }

  #here(part, points) {
    const drawn = lines(points, "here").filter(({ name }) => name === part);
    return this.#card(`ops.${part}`, "ops.unit.count", points, drawn, (name) => named("ops", name));
  }

  #commands(last, points) {
    const drawn = lines(points, "outcomes").sort((a, b) => OUTCOMES.indexOf(a.name) - OUTCOMES.indexOf(b.name));
    const heads = [t("ops.kind"), ...OUTCOMES.map((name) => t(`ops.outcome.${name}`))];
    const rows = kinds(last).map((row) => [row.kind, ...OUTCOMES.map((name) => count(row[name] ?? 0))]);
    const label = (name) => named("ops.outcome", name);
    return this.#card("ops.chart.outcomes", "ops.unit.rate", points, drawn, label, table(heads, rows, t("ops.total")));
  }

  #latency({ latency = [] }, points) {
    const label = (name) => named("ops.latency", name);
    const drawn = Object.entries(PERCENTILES).flatMap(([part, dash]) =>
      lines(points, part).map((line, tint) => ({ ...line, name: `${label(line.name)}, ${part}`, tint, dash })),
    );
    const heads = ["", t("ops.p50"), t("ops.p99"), t("ops.mean"), t("ops.max"), t("ops.count")];
    const rows = latency.map((one) => [label(one.name), ms(one.p50_ms), ms(one.p99_ms), ms(mean(one)), ms(one.max_ms), count(one.count)]);
    return this.#card("ops.chart.latency", "ops.unit.ms", points, drawn, (name) => name, table(heads, rows));
  }

  #queues({ queues = [] }, points) {
    const heads = [t("ops.queue"), t("ops.messages"), t("ops.consumers")];
    const rows = queues.map((one) => [one.name, count(one.messages), count(one.consumers)]);
    return this.#card("ops.chart.queues", "ops.unit.messages", points, lines(points, "queues"), (name) => name, table(heads, rows));
  }

  #steps({ steps = [] }, points) {
    const label = (name) => named("ops.step", name);
    const heads = [t("ops.step"), t("ops.mean"), t("ops.max"), t("ops.count")];
    const inOrder = [...steps].sort((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step));
    const drawn = lines(points, "steps").sort((a, b) => STEPS.indexOf(a.name) - STEPS.indexOf(b.name));
    const rows = inOrder.map((one) => [label(one.step), ms(mean(one)), ms(one.max_ms), count(one.count)]);
    return this.#card("ops.chart.steps", "ops.unit.ms", points, drawn, label, table(heads, rows));
  }
}

customElements.define("recado-board", RecadoBoard);
