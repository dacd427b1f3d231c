/**
 * A channel with a count of what I have not read, as the server had it when the channel was at `last_seq`. Counts that
 * come late, or from before I read, take nothing back.
 */
export function counted(channel, { last_seq, unread }) {
  const read_seq = Math.max(channel.read_seq ?? 0, last_seq - unread);
  const counted_to = Math.max(channel.counted_to ?? 0, last_seq);
  return { ...channel, read_seq, counted_to, unread: Math.max(0, counted_to - read_seq) };
}
