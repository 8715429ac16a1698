// Statistics of operations within the process, by name.

/** So many of the latest durations of a name are kept; percentiles are those of these. */
const MAX_KEPT = 16_384;
/** Names beyond so many are not counted apart. */
const MAX_NAMES = 1000;
const REST = '(other names)';

/** The value that so much of all is at most: nearest rank. `sorted` is not empty. */
export function nearestRank(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Those of one name. */
class Row {
  count = 0;
  sum = 0;
  kept = [];
}

export class Durations {
  #byName = new Map();

  /** Adds one, in microseconds. */
  add(name, duration) {
    const known = this.#byName.has(name) || this.#byName.size < MAX_NAMES;
    const key = known ? name : REST;
    let it = this.#byName.get(key);
    if (it === undefined) this.#byName.set(key, (it = new Row()));
    if (it.kept.length < MAX_KEPT) it.kept.push(duration);
    else it.kept[it.count % MAX_KEPT] = duration;
    it.count += 1;
    it.sum += duration;
  }

  /** Milliseconds by name. */
  stats() {
    const rows = [...this.#byName].map(([name, it]) => {
      const sorted = Float64Array.from(it.kept).sort();
      const at = (share) => nearestRank(sorted, share) / 1e3;
      const avg = it.sum / it.count / 1e3;
      return [name, { count: it.count, avg, p50: at(0.5), p95: at(0.95), p99: at(0.99) }];
    });
    return Object.fromEntries(rows);
  }
}
