import { html, nothing } from "lit";
import { bell as icon } from "./icons.js";
import { t } from "../i18n.js";

/** Opens the notifications, and says how many of them are new. */
export function bellButton(part, { unseen, bell: { items, next } }) {
  const n = unseen.length && unseen.length === items.length && next ? `${unseen.length}+` : unseen.length;
  const label = n ? t("bell.unseen", { n }) : t("bell.title");
  return html`<button class="quiet bell-button" @click=${() => part.say("notifications")} aria-haspopup="dialog" aria-label=${label} title=${t("bell.title")}>
    ${icon}${n ? html`<span class="badge mentions" aria-hidden="true">${n}</span>` : nothing}
  </button>`;
}
