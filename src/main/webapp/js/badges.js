/**
 * A channel with the server's count of what I have not read. What is on the screen is being read, so a count above zero
 * is left for the next one to correct.
 */
export function counted(channel, unread, looking) {
  if (looking && unread > 0) return channel;
  const read_seq = Math.max(channel.read_seq ?? 0, (channel.last_seq ?? 0) - unread);
  return { ...channel, unread, read_seq };
}
