// Until when a channel is muted by me. Pure.

const HOUR_MS = 3_600_000;
const FOR_GOOD = "9999-12-31T00:00:00Z";

/** The choices there are, in the order they are shown. */
export const MUTES = ["hour", "hours", "tomorrow", "good"];

/** When a mute ends that is chosen now; tomorrow begins at eight in the morning of this device. */
export function mutedUntil(choice, now = new Date()) {
  if (choice === "good") return FOR_GOOD;
  if (choice === "hour") return new Date(now.getTime() + HOUR_MS).toISOString();
  if (choice === "hours") return new Date(now.getTime() + 8 * HOUR_MS).toISOString();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).toISOString();
}

export const isMuted = ({ muted_until }, now = new Date()) => Boolean(muted_until) && new Date(muted_until) > now;

export const isForGood = ({ muted_until }) => Boolean(muted_until) && new Date(muted_until) >= new Date(FOR_GOOD);
