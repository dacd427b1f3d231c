// What a client may hear of a channel: each seq after the last, or that it must come again.

import assert from "node:assert/strict";

const BACK = new Set(["resync", "phx_error", "phx_close"]);

/** Heard are exactly the seqs after `before` up to `last`. */
export async function wholeUpTo(joined, before, last, ms) {
  await joined.phone.heard.first(
    `seq ${last}`,
    (f) => f[2] === joined.topic && f[4]?.seq === last && f[3] !== "message_ack",
    { from: joined.from, ms },
  );
  assert.deepEqual(
    joined.seqs,
    Array.from({ length: last - before }, (_, i) => before + 1 + i),
  );
}

/** Resolves once it heard `last`, or was told to come again: true then. */
export async function sentBack(joined, last, ms) {
  const isIt = (f) => f[2] === joined.topic && (BACK.has(f[3]) || (f[4]?.seq === last && f[3] !== "message_ack"));
  const heard = joined.phone.heard.first(`seq ${last}, or that the client is sent back`, isIt, {
    from: joined.from,
    ms,
  });
  const end = await Promise.race([heard, joined.phone.closed]);
  return typeof end === "number" || BACK.has(end[3]);
}
