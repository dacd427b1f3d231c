const GROUP_MS = 5 * 60_000;

const ofEntry = (entry, me) => ({
  key: entry.client_id,
  own: true,
  pending: entry,
  message: { sender_id: me, message: entry.message, timestamp: entry.at, client_id: entry.client_id },
});

/**
 * The rows of a channel from top to bottom: what is stored in order of its seq, then what is still on its way,
 * with the days, the mark of the first unread one, and who follows whom. `sameDay` compares two times.
 */
export function rows({ state, entries, me, firstUnread, offline, sameDay }) {
  const changes = new Map(entries.filter(({ kind }) => kind !== "message").map((entry) => [entry.id, entry]));
  const items = [
    ...state.messages.map((message) => {
      const own = message.sender_id === me;
      const pending = changes.get(message.id);
      // The row keeps the key it had while it was on its way, so that the screen does not jump.
      const key = own && message.client_id ? message.client_id : message.id;
      return { key, own, pending, message, editable: own && !message.deleted_at && (!pending || pending.state === "failed") };
    }),
    ...entries.filter(({ kind }) => kind === "message").map((entry) => ofEntry(entry, me)),
  ];
  let unreadShown = false;
  return items.map((item, at) => {
    const before = items[at - 1]?.message;
    const { message } = item;
    const newDay = !before || !sameDay(before.timestamp, message.timestamp);
    // Where the first unread one is not at hand yet, no other is marked in its place.
    const reached = at > 0 || !state.olderExist;
    const isUnread = firstUnread !== null && !item.own && message.seq >= firstUnread;
    const unread = isUnread && reached && !unreadShown;
    unreadShown ||= isUnread;
    const close = before && Math.abs(Date.parse(message.timestamp) - Date.parse(before.timestamp)) < GROUP_MS;
    const grouped = !newDay && !unread && close && before.sender_id === message.sender_id;
    return { ...item, newDay, unread, grouped, offline };
  });
}
