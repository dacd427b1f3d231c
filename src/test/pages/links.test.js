import { test } from "node:test";
import assert from "node:assert/strict";
import { pieces } from "../../main/webapp/js/parts/links.js";

const links = (text) => pieces(text).filter((piece) => typeof piece !== "string").map(({ text: written }) => written);
const whole = (text) => pieces(text).map((piece) => piece.text ?? piece).join("");

test("text and addresses come in the order in which they were written", () => {
  assert.deepEqual(pieces("see https://example.org/a?b=1#c and http://example.org now"), [
    "see ",
    { text: "https://example.org/a?b=1#c", href: "https://example.org/a?b=1#c" },
    " and ",
    { text: "http://example.org", href: "http://example.org/" },
    " now",
  ]);
});

test("punctuation at the end belongs to the sentence", () => {
  for (const end of [".", ",", ";", ":", "!", "?", "...", "…", ").", "]", "}", "),", "**", "?!"]) {
    assert.deepEqual(links(`(look: https://example.org/a${end}`), ["https://example.org/a"], end);
  }
});

test("a bracket that the address opened is its own", () => {
  assert.deepEqual(links("https://example.org/wiki/A_(b)"), ["https://example.org/wiki/A_(b)"]);
  assert.deepEqual(links("(https://example.org/wiki/A_(b))."), ["https://example.org/wiki/A_(b)"]);
  assert.deepEqual(links("http://[2001:db8::1]/"), ["http://[2001:db8::1]/"]);
});

test("only http and https are links", () => {
  for (const text of [
    "javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://example.org",
    "file:///etc/passwd",
    "xhttps://example.org",
    "https:example.org",
    "//example.org",
    "https://",
    "https://.",
    "http://[nonsense",
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test("an address that names one host and leads to another is no link", () => {
  assert.deepEqual(links("https://bank.example@evil.example/"), []);
  assert.deepEqual(links("https://a:b@evil.example/"), []);
});

test("quotes, markup and what cannot be seen end an address", () => {
  assert.deepEqual(links('https://example.org/"onmouseover="alert(1)'), ["https://example.org/"]);
  assert.deepEqual(links("https://example.org/<img src=x>"), ["https://example.org/"]);
  assert.deepEqual(links("https://example.org/a\u202egro.live"), ["https://example.org/a"]);
  assert.deepEqual(links("https://example.org/a\u200bb"), ["https://example.org/a"]);
  assert.deepEqual(links("HTTPS://Example.org/A"), ["HTTPS://Example.org/A"]);
});

test("a host in another script leads to where its name is written plainly", () => {
  assert.equal(pieces("https://аpple.example/")[0].href, "https://xn--pple-43d.example/");
});

test("nothing of a text is lost or changed, whatever it holds", () => {
  const parts = ["https://", "example.org", "(", ")", ".", "<b>", "\n", "é", "😀", "javascript:", "http://a.b/", "@", " ", '"', "\u202e"];
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
  for (let i = 0; i < 2000; i++) {
    const text = Array.from({ length: next() % 12 }, () => parts[next() % parts.length]).join("");
    assert.equal(whole(text), text);
    for (const piece of pieces(text)) {
      if (typeof piece !== "string") assert.match(piece.href, /^https?:\/\//);
    }
  }
});

test("a long run of punctuation is worked off in its time", () => {
  const began = performance.now();
  pieces(`https://example.org/${"(".repeat(8000)}${")".repeat(8000)}`);
  pieces(`https://example.org/${")".repeat(16000)}`);
  assert.ok(performance.now() - began < 2000);
});
