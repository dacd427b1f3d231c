import uPlot from "uplot";
import { Part } from "../parts/part.js";
import { locale, number } from "../i18n.js";

const HEIGHT = 168;
const AT_LEAST_S = 60;
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const at = (seconds) => clock.format(new Date(seconds * 1000));
const shown = (value) => (value === null || value === undefined ? "–" : number(value, value < 10 ? 1 : 0));

// Lines over time. `lines` = [{label, values, tint, dash}]; drawn anew when the lines or the colours are others.
export class RecadoChart extends Part {
  static properties = { label: {}, times: { attribute: false }, lines: { attribute: false } };

  #plot = null;
  #drawn = "";
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #again = () => {
    this.#drawn = "";
    this.requestUpdate();
  };
  #watch = new ResizeObserver(() => this.#plot?.setSize({ width: this.clientWidth, height: HEIGHT }));

  connectedCallback() {
    super.connectedCallback();
    this.#scheme.addEventListener("change", this.#again);
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#scheme.removeEventListener("change", this.#again);
    this.#watch.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    this.#drawn = "";
  }

  updated() {
    const names = this.lines.map((line) => line.label).join("\n");
    const data = [this.times, ...this.lines.map((line) => line.values)];
    if (names === this.#drawn) this.#plot.setData(data);
    else {
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(), data, this);
      this.#drawn = names;
    }
    const latest = this.lines.map((line) => `${line.label} ${shown(line.values.at(-1))}`).join(", ");
    const canvas = this.querySelector("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${this.label}: ${latest}`);
  }

  #options() {
    const style = getComputedStyle(this);
    const colour = (name) => style.getPropertyValue(name).trim();
    const font = '12px "Source Sans 3", system-ui, sans-serif';
    const axis = { stroke: colour("--ink-3"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    return {
      width: Math.max(200, this.clientWidth),
      height: HEIGHT,
      cursor: { y: false, points: { size: 6 }, drag: { x: false } },
      scales: {
        x: { range: (_, first, last) => [Math.min(first, last - AT_LEAST_S), last] },
        y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.1] },
      },
      axes: [
        { ...axis, size: 28, space: 80, values: (_, ticks) => ticks.map(at) },
        { ...axis, size: 44, space: 34, values: (_, ticks) => ticks.map((value) => number(value, 1)) },
      ],
      series: [{ label: "" }, ...this.lines.map((line) => this.#line(line, colour))],
    };
  }

  #line({ label, tint, dash }, colour) {
    const latest = (plot, seriesAt) => plot.data[seriesAt].at(-1);
    return {
      label,
      stroke: colour(`--series-${tint}`),
      width: 1.75,
      dash,
      points: { show: false },
      // Without a pointer over the chart the legend shows the latest value.
      value: (plot, value, seriesAt, dataAt) => shown(dataAt === null ? latest(plot, seriesAt) : value),
    };
  }
}

customElements.define("recado-chart", RecadoChart);
