import { test } from "node:test";
import assert from "node:assert/strict";
import { deviceName } from "../../main/webapp/js/device.js";
import { isForGood, isMuted, MUTES, mutedUntil } from "../../main/webapp/js/muting.js";
import { aboutWords, ofFrame, readAgain, stateWords, unseen, withOne } from "../../main/webapp/js/told.js";
import { words } from "../../main/webapp/js/i18n.js";

const frame = { type: "member.notified", user_id: "ana", id: "12", channel_id: "c", seq: 3, last_seq: 4, messages: 2, mention: true, sender_id: "bruno", at: "2026-01-02T03:04:05Z" };
const told = ofFrame(frame);

test("what a frame tells is an item like the server's", () => {
  assert.equal(told.state, "sent");
  assert.equal(told.planned_at, frame.at);
  assert.deepEqual(told.deliveries, []);
});

test("the same notification takes its own place, and newer ones are above", () => {
  const items = [{ id: "110" }, { id: "9", state: "planned" }];
  assert.deepEqual(withOne(items, told).map(({ id }) => id), ["110", "12", "9"]);
  assert.deepEqual(withOne(withOne(items, told), told).length, 3);
});

test("a list that is a moment behind does not take back what was told", () => {
  const page = [{ id: "13", state: "planned" }, { id: "12", state: "planned" }];
  assert.deepEqual(readAgain([told], page).map(({ state }) => state), ["planned", "sent"]);
  assert.deepEqual(readAgain([told], [{ id: "12", state: "suppressed" }])[0].state, "suppressed");
});

test("new is what was told, is not looked at and not read", () => {
  const at = (read_seq) => [{ id: "c", read_seq }];
  assert.deepEqual(unseen([told], 0, at(3)), [told]);
  assert.deepEqual(unseen([told], 12, at(3)), []);
  assert.deepEqual(unseen([told], 0, at(4)), []);
  assert.deepEqual(unseen([told], 0, []), []);
  assert.deepEqual(unseen([{ ...told, state: "planned" }], 0, at(3)), []);
});

const REASONS = ["read", "muted", "preference", "quiet", "left", "deleted", "online", "collapsed", "gone", "refused", "expired"];
const WAYS = ["push", "webhook", "email"];
const STATES = ["waiting", "sent", "suppressed", "failed"];

test("every state, reason and way has words", () => {
  const kinds = [["public", true, 1], ["public", false, 1], ["public", false, 2], ["direct", false, 1], ["direct", true, 2]];
  const keys = kinds.map(([kind, mention, messages]) => aboutWords({ ...told, mention, messages }, { kind, name: "x" })[0]);
  for (const state of ["planned", "sent", "suppressed"]) {
    for (const reason of REASONS) {
      const deliveries = WAYS.flatMap((way) => STATES.map((delivery) => ({ way, address: "a", state: delivery, reason })));
      for (const [key, { why, way }] of stateWords({ state, reason, deliveries })) keys.push(key, ...[why, way].filter(Boolean));
    }
  }
  for (const key of keys) assert.ok(key in words.en, key);
});

test("a mute ends when it is said to", () => {
  const now = new Date(2026, 11, 31, 22, 30);
  const inHours = (choice) => (new Date(mutedUntil(choice, now)) - now) / 3_600_000;
  assert.equal(inHours("hour"), 1);
  assert.equal(inHours("hours"), 8);
  assert.deepEqual(new Date(mutedUntil("tomorrow", now)), new Date(2027, 0, 1, 8));
  for (const choice of MUTES) assert.ok(isMuted({ muted_until: mutedUntil(choice, now) }, now));
  assert.ok(!isMuted({ muted_until: mutedUntil("hour", now) }, new Date(2027, 0, 1)));
  assert.ok(!isMuted({ muted_until: null }));
  assert.deepEqual(MUTES.map((choice) => isForGood({ muted_until: mutedUntil(choice, now) })), [false, false, false, true]);
});

test("a device is named as a person would", () => {
  assert.equal(deviceName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"), "Chrome, Linux");
  assert.equal(deviceName("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"), "Firefox, Android");
  assert.equal(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"), "Safari, iPhone");
  assert.equal(deviceName("something"), "Web");
});
