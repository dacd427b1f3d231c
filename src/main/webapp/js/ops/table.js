import { html, nothing } from "lit";

/** Figures in rows; the first cell of a row is its head. Nothing where there is no row. */
export function table(heads, rows, caption) {
  if (!rows.length) return nothing;
  // it may be wider than the page, and is then moved by the keyboard too
  return html`<div class="table" role="region" tabindex="0" aria-label=${caption ?? heads.filter(Boolean).join(", ")}>
    <table>
      ${caption ? html`<caption>${caption}</caption>` : nothing}
      <thead>
        <tr>${heads.map((head) => (head ? html`<th scope="col">${head}</th>` : html`<td></td>`))}</tr>
      </thead>
      <tbody>
        ${rows.map(([head, ...cells]) => html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
