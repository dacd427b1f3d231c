import { html, nothing } from "lit";
import { avatar } from "./faces.js";
import { bin, check, checks, clock, pencil, warning } from "./icons.js";
import { pieces } from "./links.js";
import { moment, reason, t, time } from "../i18n.js";

/** Text as it was written; only web addresses become links. */
export function prose(text) {
  return pieces(text).map((piece) =>
    typeof piece === "string"
      ? piece
      : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`,
  );
}

const STATES = {
  sending: [clock, "state.sending"],
  waiting: [clock, "state.waiting"],
  accepted: [check, "state.accepted"],
  stored: [checks, "state.stored"],
};

const mark = (state) =>
  html`<span class="mark ${state}" title=${t(STATES[state][1])}>${STATES[state][0]}<span class="sr-only">${t(STATES[state][1])}</span></span>`;

/** How far the person's own message, or a change to it, has come. */
function progress({ own, pending, offline }) {
  if (!pending) return own ? mark("stored") : nothing;
  if (pending.state === "failed") return nothing;
  if (pending.kind !== "message") return html`<span class="mark">${clock}${t(`state.${pending.kind}`)}…</span>`;
  return mark(pending.state === "sending" && offline ? "waiting" : pending.state);
}

const FAILED = { message: "state.failed", edit: "state.edit.failed", delete: "state.delete.failed" };

function failure(pending, on) {
  if (pending?.state !== "failed") {
    return pending?.reason ? html`<p class="hold">${reason(pending.reason)}</p>` : nothing;
  }
  return html`<div class="failure" role="alert">
    ${warning}<span>${t(FAILED[pending.kind])}. ${reason(pending.reason)}</span>
    <button @click=${() => on.retry(pending)}>${t("retry")}</button>
    <button class="quiet" @click=${() => on.forget(pending)}>${t("discard")}</button>
  </div>`;
}

const actions = (item, on) => html`<div class="actions">
  <button class="quiet" @click=${() => on.edit(item)} title=${t("message.edit")} aria-label=${t("message.edit")} tabindex="-1">${pencil}</button>
  <button class="quiet" @click=${() => on.remove(item)} title=${t("message.delete")} aria-label=${t("message.delete")} tabindex="-1">${bin}</button>
</div>`;

/** One row. `item` = {key, message, own, pending, grouped, offline, editable}; `on` = what its buttons do. */
export function messageRow(item, on, editor) {
  const { message, own, pending, grouped, editable } = item;
  const deleted = Boolean(message.deleted_at);
  const shown = pending?.kind === "edit" ? pending.message : message.message;
  return html`<li class="message ${grouped ? "grouped" : "first"} ${own ? "own" : ""} ${pending?.state ?? ""}" data-key=${item.key} tabindex="-1">
    ${grouped
      ? html`<time class="gutter" datetime=${message.timestamp} title=${moment(message.timestamp)}>${time(message.timestamp)}</time>`
      : avatar(message.sender_id)}
    <div class="message-body">
      ${grouped
        ? html`<span class="sr-only">${message.sender_id}</span>`
        : html`<div class="message-head">
            <strong>${message.sender_id}</strong>
            <time datetime=${message.timestamp} title=${moment(message.timestamp)}>${time(message.timestamp)}</time>
          </div>`}
      ${editor ??
      html`<div class="text ${deleted ? "gone" : ""}"><span class="prose">${deleted ? t("message.deleted") : prose(shown ?? "")}</span>
        ${message.edited_at && !deleted
          ? html`<span class="edited" title=${moment(message.edited_at)}>(${t("message.edited")})</span>`
          : nothing}${deleted ? nothing : progress(item)}</div>`}
      ${failure(pending, on)}
    </div>
    ${editable && !editor ? actions(item, on) : nothing}
  </li>`;
}
