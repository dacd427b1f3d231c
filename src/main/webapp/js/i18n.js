import { en } from "./words/en.js";
import { pt } from "./words/pt.js";

export const words = { en, pt };

/** The first language of the reader's list that the pages speak, else English. */
export const pick = (languages) => languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in words) ?? "en";

const preferred = globalThis.navigator?.languages ?? [];
export const language = pick(preferred);
// Dates and numbers follow the reader's own variant (pt-PT, en-GB), as far as it is the page's language.
export const locale = preferred.find((tag) => tag.slice(0, 2).toLowerCase() === language) ?? language;

export function t(key, values = {}, from = words[language]) {
  const word = from[key];
  if (typeof word === "function") return word(values);
  return word.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const reason = (code) =>
  `reason.${code}` in words[language] ? t(`reason.${code}`) : t("reason.other", { reason: code ?? "?" });

const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
const short = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "medium" });
const dayThisYear = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const dayOtherYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });

export const time = (at) => clock.format(new Date(at));
export const stamp = (at) => (at ? short.format(new Date(at)) : "–");
export const moment = (at) => exact.format(new Date(at));

/** A time of today, or of a day. */
export const instant = (at, now = new Date()) => (sameDay(at, now) ? time(at) : `${day(at, now)}, ${time(at)}`);

export function day(at, now = new Date()) {
  const date = new Date(at);
  const ago = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  return (date.getFullYear() === now.getFullYear() ? dayThisYear : dayOtherYear).format(date);
}

export const sameDay = (one, other) => midnight(new Date(one)) === midnight(new Date(other));

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);

/** A number of things to be read, on a badge. */
export const count = (n) => (n > 99 ? "99+" : number(n));
