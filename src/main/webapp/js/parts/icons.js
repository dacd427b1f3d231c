import { svg, html } from "lit";

const icon = (shape, name) => html`<svg class="icon ${name}" viewBox="0 0 20 20" aria-hidden="true">${shape}</svg>`;

/** Recado: a folded note. */
export const logo = html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
  <path class="logo-back" d="M4 9.5 16 3l12 6.5V25a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3Z" />
  <path class="logo-page" d="M8 8h16v12l-8 4.5L8 20Z" />
  <path class="logo-lines" d="M11.5 12h9M11.5 15.5h6" />
  <path class="logo-fold" d="M4 12.5 16 20l12-7.5V25a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3Z" />
</svg>`;

export const hash = icon(svg`<path d="M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5" />`, "hash");
export const lock = icon(svg`<rect x="4.5" y="9" width="11" height="8" rx="1.5" /><path d="M7 9V6.5a3 3 0 0 1 6 0V9" />`, "lock");
export const person = icon(svg`<circle cx="10" cy="6.8" r="3.3" /><path d="M3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5" />`, "person");
export const people = icon(
  svg`<circle cx="7.5" cy="7" r="2.9" /><path d="M2 16.5c.5-3 2.6-4.5 5.5-4.5s5 1.5 5.5 4.5M13 4.3a2.9 2.9 0 0 1 0 5.4M15 12.4c1.7.6 2.7 2 3 4.1" />`,
  "people",
);
export const plus = icon(svg`<path d="M10 4v12M4 10h12" />`, "plus");
export const pencil = icon(svg`<path d="m4 16 .8-3.3L13.5 4l2.5 2.5-8.7 8.7ZM12 5.5 14.5 8" />`, "pencil");
export const bin = icon(svg`<path d="M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5" />`, "bin");
export const back = icon(svg`<path d="M12.5 4 6.5 10l6 6" />`, "back");
export const down = icon(svg`<path d="M10 4v11M5.5 10.8 10 15.3l4.5-4.5" />`, "down");
export const send = icon(svg`<path d="M3.5 10 17 3.8 12.5 17l-3-5.5ZM9.5 11.5 17 3.8" />`, "send");
export const cross = icon(svg`<path d="m5 5 10 10M15 5 5 15" />`, "cross");
export const door = icon(svg`<path d="M8 4H4.5v12H8M12.5 6.5 16 10l-3.5 3.5M16 10H8" />`, "door");
export const bell = icon(svg`<path d="M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13ZM8.3 15.2a1.8 1.8 0 0 0 3.4 0M10 4V2.8" />`, "bell");
export const bellOff = icon(
  svg`<path d="M5 13.5V9c0-.8.2-1.5.5-2.1M7.4 4.7A5 5 0 0 1 15 9v2.6M13.2 15H3.5L5 13.5M8.3 15.2a1.8 1.8 0 0 0 3.4 0M3.5 3.5l13 13" />`,
  "bell-off",
);
export const sliders = icon(svg`<path d="M3.5 6.5h7M14.5 6.5h2M3.5 13.5h2M9.5 13.5h7" /><circle cx="12.5" cy="6.5" r="2" /><circle cx="7.5" cy="13.5" r="2" />`, "sliders");
export const gauge = icon(svg`<path d="M3.5 15a7.5 7.5 0 1 1 13 0M10 12l3.5-4" />`, "gauge");
export const warning = icon(svg`<path d="M10 3.2 18 16.5H2ZM10 8.5v3.5M10 14.2v.1" />`, "warning");
export const clock = icon(svg`<circle cx="10" cy="10" r="6.5" /><path d="M10 6.5V10l2.5 1.5" />`, "clock");
export const check = icon(svg`<path d="m4.5 10.5 3.8 3.8 7.2-8.3" />`, "check");
export const checks = icon(svg`<path d="m1.5 10.5 3.8 3.8L12.5 6M9.3 13.2l1.2 1.1L18 6" />`, "checks");

export const kindIcon = (kind) => ({ private: lock, direct: person })[kind] ?? hash;
