// From counters that only grow to what happens per second. Pure; a part the server left out is simply absent.

const KEPT = 180;

const outcomesOf = (flow) => sumBy(flow.counters?.commands, "outcome");

function sumBy(list, name) {
  const sums = {};
  for (const one of list ?? []) sums[one[name]] = (sums[one[name]] ?? 0) + one.count;
  return sums;
}

const byName = (list, key, value) => Object.fromEntries((list ?? []).map((one) => [one[key], one[value] ?? null]));

// A counter that went down belongs to a server that has started anew: then nothing can be said of this interval.
const growth = (before, now) => (now === undefined || before === undefined || now < before ? null : now - before);

const perSecond = (before, now, seconds) => {
  const grown = growth(before, now);
  return grown === null ? null : grown / seconds;
};

const mean = (total, count) => (total === null || !count ? null : total / count);

const rates = (before, now, seconds) =>
  Object.fromEntries(Object.keys(now).map((name) => [name, perSecond(before[name] ?? 0, now[name], seconds)]));

const meanOfStep = (before, { count, total_ms }) =>
  mean(growth(before?.total_ms ?? 0, total_ms), growth(before?.count ?? 0, count));

/** What the interval between two answers of `/api/ops/flow` shows; null where there is no interval. */
export function point(before, now) {
  const seconds = (Date.parse(now.at) - Date.parse(before.at)) / 1000;
  if (!(seconds > 0)) return null;
  const steps = Object.fromEntries((before.steps ?? []).map((one) => [one.step, one]));
  const [batches, earlier] = [now.counters?.batches ?? {}, before.counters?.batches ?? {}];
  return {
    at: Date.parse(now.at) / 1000,
    outcomes: rates(outcomesOf(before), outcomesOf(now), seconds),
    events: rates(before.counters?.events ?? {}, now.counters?.events ?? {}, seconds),
    batch: { size: mean(growth(earlier.commands, batches.commands), growth(earlier.count, batches.count)) },
    steps: Object.fromEntries((now.steps ?? []).map((one) => [one.step, meanOfStep(steps[one.step], one)])),
    queues: byName(now.queues, "name", "messages"),
    p50: byName(now.latency, "name", "p50_ms"),
    p99: byName(now.latency, "name", "p99_ms"),
    here: { connections: now.connections ?? null, topics: now.topics ?? null },
  };
}

/** The history with one more answer; `last` is the answer itself. */
export function withFlow({ last, points }, flow) {
  const next = last && last.node === flow.node ? point(last, flow) : null;
  return { last: flow, points: next ? [...points, next].slice(-KEPT) : points };
}

/** One line of values for each name that occurs in a part of the points; null where a point lacks it. */
export function lines(points, part) {
  const names = [...new Set(points.flatMap((one) => Object.keys(one[part])))];
  return names.map((name) => ({ name, values: points.map((one) => one[part][name] ?? null) }));
}

/** The commands as a table: a row for each kind, with its counts by outcome. */
export function kinds(flow) {
  const table = new Map();
  for (const { kind, outcome, count } of flow.counters?.commands ?? []) {
    const row = table.get(kind) ?? {};
    table.set(kind, { ...row, [outcome]: (row[outcome] ?? 0) + count });
  }
  return [...table].map(([kind, counts]) => ({ kind, ...counts }));
}

/** What waits for a core; dead letters wait for someone. */
export const waiting = (flow) =>
  (flow.queues ?? []).filter(({ name }) => !name.endsWith(".dead")).reduce((sum, queue) => sum + (queue.messages ?? 0), 0);
