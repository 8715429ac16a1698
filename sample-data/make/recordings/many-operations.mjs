// Many async operations, of which some throw and some never end.
//
// Eight at a time, 400 jobs each fetch and parse; every tenth job fails, half of those in the
// fetch. Five subscriptions never end. Prints what is true of its recording, by its own counts.

import { setTimeout as sleep } from 'node:timers/promises';

import { mark, profile } from 'asyncscope-recorder';

const JOBS = 400;
const AT_ONCE = 8;
const BATCH = 40;

const counts = { fetch: [0, 0], parse: [0, 0], job: [0, 0] };

async function counted(name, work) {
  counts[name][0] += 1;
  try {
    return await profile(name, work);
  } catch (error) {
    counts[name][1] += 1;
    throw error;
  }
}

function parse(text, isBad) {
  let sum = 0;
  for (let at = 0; at < 20_000; at += 1) sum = (sum * 31 + text.charCodeAt(at % text.length)) | 0;
  if (isBad) throw new SyntaxError('unexpected end of the document');
  return sum;
}

const job = (n) =>
  counted('job', async () => {
    const text = await counted('fetch', async () => {
      await sleep(1 + (n % 7));
      if (n % 20 === 10) throw new Error('the other end hung up');
      return `document ${n}`;
    });
    return counted('parse', () => parse(text, n % 20 === 0));
  });

for (let n = 0; n < 5; n += 1) profile('subscription', () => new Promise(() => {}), { topic: n });

mark('jobs begin');
let next = 0;
let measures = 0;
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  while (next < JOBS) {
    const n = next++;
    if (n % BATCH === 0) performance.mark(`batch ${n / BATCH}`);
    await job(n).catch(() => {});
    if (n % BATCH === BATCH - 1) {
      performance.measure('batch', `batch ${(n - BATCH + 1) / BATCH}`);
      measures += 1;
    }
  }
}));
mark('jobs end');
await sleep(300);

const op = (name, kind, count, failed, more) => ({ name, kind, count, failed, unfinished: 0, ...more });
console.log(JSON.stringify({
  processes: 1,
  threads: 1,
  snapshots: 0,
  operations: [
    op('batch', 'measure', measures, 0),
    op('fetch', 'op', ...counts.fetch),
    op('job', 'op', ...counts.job, { max_concurrency: AT_ONCE }),
    op('parse', 'op', ...counts.parse),
    op('subscription', 'op', 5, 0, { unfinished: 5, max_concurrency: 5 }),
  ],
  requests: { requests: 0, whole: 0, notFound: 0, aborted: 0 },
  tracked: [],
}));
