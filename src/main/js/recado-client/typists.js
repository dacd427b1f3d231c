// Who is typing, as a value: user id → until when. The server tells of each at most once in three seconds.

export const TYPING_EVERY_MS = 3000;
const LASTS_MS = 5000;

export const withTypist = (typists, id, now) => ({ ...typists, [id]: now + LASTS_MS });

export function withoutTypist(typists, id) {
  const { [id]: _, ...others } = typists;
  return others;
}

export const typing = (typists, now) => Object.keys(typists).filter((id) => typists[id] > now);

/** When the next of them stops, or null. */
export function nextStop(typists, now) {
  const stops = typing(typists, now).map((id) => typists[id]);
  return stops.length ? Math.min(...stops) : null;
}
