// What this page knows of one channel, as a value; every function returns the next value and changes nothing.
// `cursor` is the last seq known without a hole: an event at or below it is a repeat, one that jumps over it is a gap.

export const emptyChannel = (cursor = null) => ({
  cursor,
  messages: [],
  olderExist: true,
  gap: false,
  held: [],
});

export const changedSeq = (message) => message.changed_seq ?? message.seq;

/** Adds messages by id; a copy older than the one at hand is ignored. */
export function withMessages(state, arrivals) {
  if (!arrivals?.length) return state;
  const byId = new Map(state.messages.map((message) => [message.id, message]));
  for (const message of arrivals) {
    const known = byId.get(message.id);
    if (!known || changedSeq(message) >= changedSeq(known)) byId.set(message.id, message);
  }
  return { ...state, messages: [...byId.values()].sort((a, b) => a.seq - b.seq) };
}

/**
 * The reply to a join that asked from `state.cursor` (null: a newcomer). Where more changes wait than one reply holds,
 * the state stays a gap with the cursor moved on: the next join asks from there, so that edits and deletions are not missed.
 */
export function joined(state, reply) {
  const lost = reply.recovered === false && state.cursor !== null;
  const next = withMessages(lost ? { ...emptyChannel(), held: state.held } : state, reply.messages);
  if (reply.more && !lost) return { ...next, cursor: reply.next_seq, gap: true };
  return release({ ...next, gap: false, cursor: Math.max(next.cursor ?? 0, reply.last_seq) });
}

/** One page of what came before the oldest message at hand. */
export const withOlder = (state, { messages, more }) => ({
  ...withMessages(state, messages),
  olderExist: Boolean(more) && messages.length > 0,
});

export const oldestSeq = (state) => state.messages[0]?.seq ?? (state.cursor ?? 0) + 1;

/** A live event, under its socket name or its type. */
export function happened(state, event) {
  if (state.cursor === null || state.gap) return { ...state, held: [...state.held, event] };
  if (event.seq <= state.cursor) return state;
  if (event.seq > state.cursor + 1) return { ...state, gap: true, held: [...state.held, event] };
  return { ...changed(state, event), cursor: event.seq };
}

function release(state) {
  const waiting = [...state.held].sort((a, b) => a.seq - b.seq);
  return waiting.reduce(happened, { ...state, held: [] });
}

function changed(state, event) {
  switch (event.type) {
    case "message.created":
      return withMessages(state, [{ ...event, changed_seq: event.seq }]);
    case "message.edited":
      return amended(state, event, { message: event.message, edited_at: event.edited_at ?? event.stored_at });
    case "message.deleted":
      return amended(state, event, { message: undefined, deleted_at: event.deleted_at ?? event.stored_at });
    default:
      return state;
  }
}

function amended(state, event, change) {
  const messages = state.messages.map((message) =>
    message.id === event.id ? { ...message, ...change, changed_seq: event.seq } : message,
  );
  return { ...state, messages };
}
