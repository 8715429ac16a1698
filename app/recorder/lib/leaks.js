// What of the tracked objects looks like a leak: by trend over generations.

/** Generations before the last that must have survivors. */
const MIN_GENERATIONS = 3;

/**
 * Every class with its survivors by generation. The last generation never counts: it may simply
 * not have been collected yet.
 *
 * "leak": each of the generations before the last, at least three, has survivors. "suspect": two
 * of them. Everything else is "stable".
 */
export function leaks(classes, alive, lastGeneration) {
  const survivors = new Map();
  for (const { name, generation } of alive) {
    const row = survivors.get(name) ?? new Array(lastGeneration + 1).fill(0);
    row[generation] += 1;
    survivors.set(name, row);
  }
  const rows = [...classes].map(([name, it]) => {
    const generations = survivors.get(name) ?? new Array(lastGeneration + 1).fill(0);
    return {
      name,
      created: it.created,
      collected: it.created - it.alive,
      alive: it.alive,
      aliveBytes: it.bytes,
      survivors: generations,
      verdict: verdict(generations),
    };
  });
  const order = ['leak', 'suspect', 'stable'];
  const byVerdict = (it) => order.indexOf(it.verdict);
  return rows.sort((a, b) => byVerdict(a) - byVerdict(b) || b.alive - a.alive || (a.name < b.name ? -1 : 1));
}

function verdict(generations) {
  const earlier = generations.slice(0, -1);
  const recent = earlier.slice(-MIN_GENERATIONS);
  const n = recent.filter((it) => it > 0).length;
  if (n === MIN_GENERATIONS) return 'leak';
  return n >= 2 ? 'suspect' : 'stable';
}
