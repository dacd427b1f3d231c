// What I was told of, as lists of the server's notifications, newest first. Pure.

const byNewest = (one, other) => Number(other.id) - Number(one.id);

/** A page that was read again. A client is told before the row says so, so what was told stays told. */
export const readAgain = (items, page) =>
  page.map((item) => items.find(({ id, state }) => id === item.id && state === "sent" && item.state === "planned") ?? item);

/** The items with one that takes the place of what was known of it. */
export const withOne = (items, one) => [one, ...items.filter(({ id }) => id !== one.id)].sort(byNewest);

/** The item that the frame `notification` is about. */
export const ofFrame = ({ at, type, user_id, ...told }) => ({ ...told, state: "sent", reason: null, planned_at: at, deliveries: [] });

/** Those I was told of, have not looked at in the list up to the id `seen`, and have not read in their channels since. */
export const unseen = (items, seen, channels) =>
  items.filter(({ id, state, channel_id, last_seq }) => {
    const channel = channels?.find((one) => one.id === channel_id);
    return state === "sent" && Number(id) > seen && channel && last_seq > (channel.read_seq ?? 0);
  });

/** The words for what one is about: a key and its values. */
export function aboutWords({ mention, messages, sender_id }, { kind, name }) {
  const values = { who: sender_id, name, n: messages };
  if (kind === "direct") return [messages === 1 ? "bell.direct" : "bell.direct.many", values];
  if (mention) return ["bell.mention", values];
  return [messages === 1 ? "bell.message" : "bell.messages", values];
}

/** The words for how far one has come, and why not further; then the same for each of its deliveries. */
export function stateWords({ state, reason, deliveries }) {
  const first = state === "suppressed" ? ["bell.suppressed", { why: `bell.why.${reason}` }] : [`bell.${state}`, {}];
  return [first, ...deliveries.map(deliveryWords)];
}

function deliveryWords({ way, address, state, reason, answer }) {
  const values = { way: `bell.way.${way}`, address };
  if (state === "suppressed") return ["bell.delivery.suppressed", { ...values, why: `bell.why.${reason}` }];
  if (state === "failed") return ["bell.delivery.failed", { ...values, why: `bell.why.${reason}`, answer }];
  return [`bell.delivery.${state}`, values];
}
