// Which parts of a text are web addresses. Only text in, text and addresses out: nothing here is ever read as HTML.

// no quotes or angle brackets, nothing invisible, and nothing that turns the direction of what is read
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
const AT_THE_END = /[.,;:!?…*_~]$/u;
const PAIRS = { ")": "(", "]": "[", "}": "{" };

/** The text in pieces, in order: strings as they were written, and `{ text, href }` for what is a link. */
export function pieces(text) {
  const found = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(ADDRESS)) {
    const written = withoutItsSentence(run);
    const href = address(written);
    if (!href) continue;
    found.push(text.slice(from, index), { text: written, href });
    from = index + written.length;
  }
  found.push(text.slice(from));
  return found.filter((piece) => piece !== "");
}

/** An address without the punctuation that belongs to the sentence around it; a bracket that it opened is its own. */
function withoutItsSentence(run) {
  const open = new Map(Object.entries(PAIRS).map(([close, opening]) => [close, count(run, close) - count(run, opening)]));
  let end = run.length;
  for (; end > 0; end--) {
    const last = run[end - 1];
    const tooMany = open.get(last) ?? 0;
    if (tooMany > 0) open.set(last, tooMany - 1);
    else if (!AT_THE_END.test(last)) break;
  }
  return run.slice(0, end);
}

const count = (text, character) => text.split(character).length - 1;

/** Where it leads; null for what is no address, or shows one host and leads to another (`https://bank@evil`). */
function address(written) {
  let url;
  try {
    url = new URL(written);
  } catch {
    return null;
  }
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.hostname !== "" && url.username === "" && url.password === "" ? url.href : null;
}
