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

const after = (...counts) => {
  const { unread, read_seq } = counts.reduce((channel, [last_seq, n]) => counted(channel, { last_seq, unread: n }), {});
  return [unread, read_seq];
};

test("the server's count is the badge, and what another device has read is read here", () => {
  assert.deepEqual(after([9, 6]), [6, 3]);
  assert.deepEqual(after([9, 6], [10, 7]), [7, 3]);
  assert.deepEqual(after([9, 6], [10, 0]), [0, 10]);
});

test("a count from before a message does not make it read", () => {
  assert.deepEqual(after([8, 0]), [0, 8]);
  assert.deepEqual(after([9, 1], [8, 0]), [1, 8]);
});

test("a count from before it was read is no badge", () => {
  assert.deepEqual(after([9, 1], [9, 0], [9, 1]), [0, 9]);
});

const mentionsAfter = (...counts) =>
  counts.reduce((channel, [last_seq, unread, mentions]) => counted(channel, { last_seq, unread, mentions }), {}).mentions;

test("mentions are the server's count, and none once all is read", () => {
  assert.equal(mentionsAfter([9, 6, 2]), 2);
  assert.equal(mentionsAfter([9, 6, 2], [10, 3, 1]), 1);
  assert.equal(mentionsAfter([9, 6, 2], [9, 0, undefined]), 0);
  assert.equal(mentionsAfter([9, 6, 2], [10, 7, undefined]), 2);
});

test("a mention that is noticed after its message counts, and no late count takes it back", () => {
  assert.equal(mentionsAfter([9, 1, 0], [9, 1, 1]), 1);
  assert.equal(mentionsAfter([9, 1, 1], [9, 1, 0], [8, 0, 0]), 1);
});

test("a count of mentions from before I read is none of them", () => {
  assert.equal(mentionsAfter([9, 2, 2], [9, 0, undefined], [10, 3, 3]), 0);
  assert.equal(mentionsAfter([9, 3, 3], [9, 1, undefined], [9, 1, 1]), 1);
});
