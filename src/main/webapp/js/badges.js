/**
 * A channel with the counts of what I have not read, and of where I am named in it, as the server had them when the
 * channel was at `last_seq`. Counts that come late, or from before I read, take nothing back.
 */
export function counted(channel, { last_seq, unread, mentions }) {
  const read = last_seq - unread;
  const read_seq = Math.max(channel.read_seq ?? 0, read);
  const counted_to = Math.max(channel.counted_to ?? 0, last_seq);
  const left = Math.max(0, counted_to - read_seq);
  const known = left ? channel.named : { last_seq: counted_to, read: read_seq, mentions: 0 };
  const named = mentions === undefined || read < read_seq ? known : later(known, { last_seq, read, mentions });
  return { ...channel, read_seq, counted_to, named, unread: left, mentions: left ? (named?.mentions ?? 0) : 0 };
}

// what is known of the same messages only grows: it may be noticed late that one of them names me
function later(known, told) {
  if (!known || (told.last_seq >= known.last_seq && told.read > known.read)) return told;
  if (told.last_seq < known.last_seq || told.read < known.read) return known;
  return { ...told, mentions: Math.max(known.mentions, told.mentions) };
}
