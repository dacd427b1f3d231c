import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { pick, t, words } from "../../main/webapp/js/i18n.js";

const REASONS = [
  "malformed", "too_large", "unknown_channel", "unknown_user", "not_a_member", "read_only", "muted", "rate_limited",
  "conflict", "not_found", "not_the_author", "expired", "unavailable",
];
const scripts = readdirSync("src/main/webapp/js", { recursive: true }).filter((name) => name.endsWith(".js"));
const source = scripts.map((name) => readFileSync(`src/main/webapp/js/${name}`, "utf8")).join("\n");

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(words.pt).sort(), Object.keys(words.en).sort());
});

test("both languages name the same values", () => {
  const names = (word) => (typeof word === "string" ? [...word.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort() : typeof word);
  for (const key of Object.keys(words.en)) assert.deepEqual(names(words.pt[key]), names(words.en[key]), key);
});

test("every reason of the contract is a sentence in both languages", () => {
  for (const code of REASONS) {
    for (const language of Object.values(words)) assert.match(language[`reason.${code}`], /^\p{Lu}.*\.$/u, code);
  }
});

test("every key the pages ask for exists", () => {
  for (const [, key] of source.matchAll(/\bt\("([\w.]+)"/g)) assert.ok(key in words.en, key);
});

test("first language of the reader that the pages speak is taken", () => {
  assert.equal(pick(["de-DE", "pt-BR", "en"]), "pt");
  assert.equal(pick(["en-GB", "pt"]), "en");
  assert.equal(pick(["ja"]), "en");
  assert.equal(pick([]), "en");
});

test("counts are said in the right number", () => {
  assert.equal(t("channels.unread", { n: 1 }, words.pt), "1 mensagem não lida");
  assert.equal(t("channels.unread", { n: 2 }, words.pt), "2 mensagens não lidas");
});
