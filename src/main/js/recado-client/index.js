export { backoff } from "./backoff.js";
export { emptyChannel, happened, joined, oldestSeq, withOlder } from "./channel-state.js";
export { Outbox } from "./outbox.js";
export { Room } from "./room.js";
export { typing, withTypist, withoutTypist } from "./typists.js";
