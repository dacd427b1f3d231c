import { html } from "lit";

const TINTS = 8;

const tint = (id) => [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % TINTS;

export const avatar = (id) =>
  html`<span class="avatar tint-${tint(id)}" aria-hidden="true">${[...id][0]?.toLocaleUpperCase() ?? "?"}</span>`;
