// What of the tracked objects looks like a leak: by trend over generations, as Asyncscope's own
// analysis of a recording sees it.

/** Fewer generations than this with objects of a class tell no trend. */
const ENOUGH = 3;

/**
 * What generations of `{created, survived}` tell, in order of time. The last one never counts: it
 * may simply not have been collected yet.
 *
 * "growing": at least three have survivors, and so have at least half of the later ones. "steady":
 * some survive, but not of ever more generations. "collected": none survives. "unknown": there are
 * too few to tell.
 */
export function verdict(generations) {
  const judged = generations.slice(0, -1).filter((it) => it.created > 0).map((it) => it.survived > 0);
  const count = (list) => list.filter(Boolean).length;
  const surviving = count(judged);
  if (judged.length === 0) return 'unknown';
  if (surviving === 0) return 'collected';
  if (judged.length < ENOUGH) return 'unknown';
  const later = judged.slice(judged.length >> 1);
  return surviving >= ENOUGH && count(later) * 2 >= later.length ? 'growing' : 'steady';
}

const ORDER = ['growing', 'steady', 'unknown', 'collected'];

/** Rows of classes, the most suspect first. */
export function sorted(rows) {
  const rank = (it) => ORDER.indexOf(it.verdict);
  return rows.sort((a, b) =>
    rank(a) - rank(b) || b.aliveBytes - a.aliveBytes || b.alive - a.alive || (a.name < b.name ? -1 : 1));
}
