// Waits that grow, each drawn between half and one and a half of its step, so that a restarted server is not met by
// everyone at once.

const RECONNECT_MS = [100, 250, 500, 1000, 2000, 4000];
const REJOIN_MS = [1000, 2000, 5000, 10000];

const jittered = (steps, random) => (tries) => steps[Math.min(tries, steps.length) - 1] * (0.5 + random());

/** Options for the `Socket` of phoenix. */
export const backoff = (random = Math.random) => ({
  reconnectAfterMs: jittered(RECONNECT_MS, random),
  rejoinAfterMs: jittered(REJOIN_MS, random),
});
