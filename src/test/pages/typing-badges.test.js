import { test } from "node:test";
import assert from "node:assert/strict";
import { counted } from "../../main/webapp/js/badges.js";
import { t, words } from "../../main/webapp/js/i18n.js";
import { typingWords } from "../../main/webapp/js/typing-words.js";

test("typing is said of one, of two and of many, in both languages", () => {
  assert.equal(typingWords([]), null);
  const said = (ids, language) => t(...typingWords(ids), language);
  assert.equal(said(["ana"], words.en), "ana is typing…");
  assert.equal(said(["ana", "bruno"], words.pt), "ana e bruno estão digitando…");
  assert.equal(said(["ana", "bruno", "carla"], words.pt), "3 pessoas estão digitando…");
  assert.equal(said(["ana", "bruno", "carla"], words.en), "3 people are typing…");
});

test("the server's count is the badge, and what another device has read is read here", () => {
  const channel = { id: "1", last_seq: 9, read_seq: 3, unread: 4 };
  assert.deepEqual(counted(channel, 6, false), { ...channel, unread: 6 });
  assert.deepEqual(counted(channel, 1, false), { ...channel, unread: 1, read_seq: 8 });
  assert.deepEqual(counted(channel, 0, true), { ...channel, unread: 0, read_seq: 9 });
});

test("a count for the channel that is being looked at is no badge", () => {
  const channel = { id: "1", last_seq: 9, read_seq: 9, unread: 0 };
  assert.equal(counted(channel, 1, true), channel);
});
