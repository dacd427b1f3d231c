import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import vm from "node:vm";

const source = readFileSync("src/main/webapp/sw.js", "utf8");
const HOME = "https://chat.example/recado/";
const told = { id: "1", channel_id: "c 1", channel_name: "Launch", channel_kind: "private", messages: 1, mention: true, sender_id: "bruno", sender_name: "Bruno", text: "Hello", at: "2026-01-02T03:04:05Z" };

/** A page as the worker sees it, which says whether it shows the channel. */
function page({ path = "", answer, focused = true } = {}) {
  const heard = [];
  const client = {
    url: HOME + path, focused, visibilityState: "visible", heard,
    focus: async () => heard.push("focus"),
    postMessage(message, [port] = []) {
      heard.push(message);
      if (answer !== undefined) port?.postMessage(answer);
    },
  };
  return client;
}

/** The worker at an address, with the pages that are open. */
function worker({ lang = "en", pages = [] } = {}) {
  const [shown, opened, doors] = [[], [], {}];
  const self = {
    location: `${HOME}sw.js?lang=${lang}`,
    registration: { scope: HOME, showNotification: async (title, options) => shown.push({ title, ...options }) },
    clients: { matchAll: async () => pages, openWindow: async (url) => opened.push(String(url)) },
    addEventListener: (type, door) => (doors[type] = door),
    skipWaiting: () => {},
  };
  vm.runInNewContext(source, { self, URL, MessageChannel, setTimeout });
  const happens = async (type, event) => {
    let waited;
    doors[type]({ ...event, waitUntil: (promise) => (waited = promise) });
    await waited;
  };
  return { shown, opened, happens, push: (data) => happens("push", { data: data && { json: () => data } }) };
}

test("a push says who, where and what, and rings again for a mention only", async () => {
  const { shown, push } = worker();
  await push(told);
  await push({ ...told, mention: false });
  assert.equal(shown[0].title, "Bruno · Launch");
  assert.equal(shown[0].body, "Hello");
  assert.equal(shown[0].tag, "channel:c 1");
  assert.deepEqual(shown.map(({ renotify }) => renotify), [true, false]);
});

test("a direct channel is named by who wrote, and a message without its text by its number", async () => {
  const { shown, push } = worker({ lang: "pt" });
  await push({ ...told, channel_kind: "direct", text: undefined, messages: 3 });
  assert.equal(shown[0].title, "Bruno");
  assert.equal(shown[0].body, "3 mensagens novas");
});

test("a push that cannot be read is shown all the same", async () => {
  const { shown, happens, push } = worker({ lang: "xx" });
  await push(null);
  await happens("push", { data: { json: () => JSON.parse("{") } });
  assert.deepEqual(shown.map(({ title, body }) => [title, body]), Array(2).fill(["Recado", "New messages"]));
});

test("only a page in focus that says it shows the channel keeps the notification away", async () => {
  const shows = async (...pages) => {
    const { shown, push } = worker({ pages });
    await push(told);
    return shown.length === 1;
  };
  assert.equal(await shows(page({ answer: true })), false);
  assert.equal(await shows(page({ answer: false })), true);
  assert.equal(await shows(page({ answer: true, focused: false })), true);
  assert.equal(await shows(page({ answer: true, path: "ops/" })), true);
  assert.equal(await shows(page()), true);
});

test("a click leads an open page to the channel, else opens one there", async () => {
  const notification = { close: () => {}, data: { channel_id: "c 1" } };
  const open = page();
  await worker({ pages: [page({ path: "ops/" }), open] }).happens("notificationclick", { notification });
  assert.deepEqual(open.heard.map((one) => one.type ?? one), ["open", "focus"]);
  const alone = worker();
  await alone.happens("notificationclick", { notification });
  assert.deepEqual(alone.opened, [`${HOME}#/c/c%201`]);
});

test("a subscription that ended is told to one open page", async () => {
  const pages = [page(), page()];
  await worker({ pages }).happens("pushsubscriptionchange", {});
  assert.deepEqual(pages.map(({ heard }) => heard.length), [1, 0]);
  assert.equal(pages[0].heard[0].type, "changed");
});
