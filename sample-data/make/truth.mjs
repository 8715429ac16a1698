// Writes ../truth.json: what is true of each recording, by tools that are not ours.
//
// usage: node truth.mjs ENGINE_FOLDER
//
// ENGINE_FOLDER is any folder in which `npm install @paulirish/trace_engine@0.0.65`
// was run: the models of Chrome DevTools. They give the times of functions; counts
// of events, marks and measures are plain counts over JSON.parse.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const [engineFolder] = process.argv.slice(2);
if (!engineFolder) throw new Error('usage: node truth.mjs ENGINE_FOLDER');
const engine = (path) => import(pathToFileURL(resolve(engineFolder, 'node_modules/@paulirish/trace_engine', path)));

const { CPUProfileDataModel } = await engine('models/cpu_profile/cpu_profile.js');
const { polyfillDOMRect } = await engine('analyze-trace.mjs');
const Trace = await engine('models/trace/trace.js');
polyfillDOMRect();

const here = new URL('..', import.meta.url);

// The proportions that the programs were written to have. The tolerance is the largest
// deviation that nine recordings of the same programs showed, rounded up; `measured`
// is the proportion in this very file.
const SPENT = [
  { a: 'spend3', b: 'spend1', ratio: 3, tolerance: 0.15 },
  { a: 'spend2', b: 'spend1', ratio: 2, tolerance: 0.1 },
  { a: 'spend3', b: 'spend2', ratio: 1.5, tolerance: 0.05 },
];
const RENDERED = [{ a: 'renderLarge', b: 'renderSmall', ratio: 4, tolerance: 0.6 }];
const SPUN = [{ a: 'spinThree', b: 'spinOne', ratio: 3, tolerance: 0.5 }];

const truths = [
  profile('node-20/async-server.cpuprofile', 'checksum', RENDERED),
  profile('node-20/cpu-heavy.cpuprofile.gz', 'spend3', SPENT),
  profile('node-20/cpu-heavy.cpuprofile.zst', 'spend3', SPENT),
  profile('node-20/workers/main.cpuprofile', 'coordinate', []),
  profile('node-20/workers/worker-1.cpuprofile', 'grind', []),
  profile('node-20/workers/worker-2.cpuprofile', 'grind', []),
  profile('node-20/derived/old-form.cpuprofile', 'coordinate', []),
  await trace('node-20/trace-events.json', undefined, []),
  await trace('chromium-156/page.json.gz', 'spinThree', SPUN),
  // Too short for a proportion: nine recordings showed 1.7 to 3.3.
  await trace('chromium-156/page-small.json', 'spinThree', []),
];
const across = {
  a: 'node-20/workers/worker-2.cpuprofile grind',
  b: 'node-20/workers/worker-1.cpuprofile grind',
  ratio: 3,
  tolerance: 0.8,
};
const selfOf = (file) => truths.find((truth) => truth.file === file).hot_function.self_us;
across.measured = round(
  selfOf('node-20/workers/worker-2.cpuprofile') / selfOf('node-20/workers/worker-1.cpuprofile'),
);

writeFileSync(new URL('truth.json', here), `${JSON.stringify({ files: truths, ratios_across_files: [across] }, null, 2)}\n`);

function profile(file, hotName, ratios) {
  const data = readJson(file);
  const deltas = data.timeDeltas ?? [];
  const counted = {
    file,
    format: 'cpuprofile',
    form: data.head ? 'head tree, timestamps' : 'nodes, timeDeltas',
    bytes: read(file).length,
    nodes: data.nodes?.length ?? countTree(data.head),
    samples: data.samples.length,
    negative_deltas: deltas.filter((delta) => delta < 0).length,
    thread_count: 1,
    threads: [],
  };
  const model = new CPUProfileDataModel.CPUProfileDataModel(data);
  return {
    ...counted,
    ...timesOf(model, hotName, ratios),
    marks: [],
    measures: [],
    phases: {},
  };
}

async function trace(file, hotName, ratios) {
  const data = readJson(file);
  const events = data.traceEvents ?? data;
  const threads = threadsOf(events);
  const counted = {
    file,
    format: 'trace',
    form: Array.isArray(data) ? 'array' : 'object',
    bytes: read(file).length,
    events: events.length,
    ...samplesOf(events),
    ...extentOf(events),
    thread_count: threads.length,
    threads,
    ...timingsOf(events),
    phases: countBy(events, (event) => event.ph),
    gc_events: events.filter((event) => /^(MajorGC|MinorGC)$/.test(event.name) && 'XB'.includes(event.ph)).length,
    async_tasks: events.filter((event) => event.ph === 'X' && event.name === 'v8::Debugger::AsyncTaskScheduled').length,
  };
  return { ...counted, ...(await profilesOf(data, events, hotName, ratios)) };
}

/** The profiles inside a trace, one per thread that ran JavaScript. */
async function profilesOf(data, events, hotName, ratios) {
  const model = Trace.TraceModel.Model.createWithAllHandlers();
  await model.parse(events, { metadata: data.metadata ?? {}, isFreshRecording: false });
  const { Samples } = model.parsedTrace().data;
  const profiles = [...Samples.profilesInProcess].flatMap(([pid, byThread]) =>
    [...byThread].map(([tid, { parsedProfile }]) => {
      const hottest = hotName && hasFunction(parsedProfile, hotName) ? hotName : undefined;
      return { pid, tid, samples: parsedProfile.samples.length, ...timesOf(parsedProfile, hottest, hottest ? ratios : []) };
    }),
  );
  const hottest = profiles.find((one) => one.hot_function?.name === hotName);
  return { hot_function: hottest?.hot_function ?? null, ratios: hottest?.ratios ?? [], profiles };
}

/**
 * Times by DevTools' model, in whole microseconds; a recursive function's total
 * counts once per stack. Without a name, the hot function is the one with the most
 * time of its own among those that have a URL.
 */
function timesOf(model, hotName, ratios) {
  const functions = functionTimes(model);
  const rows = [...functions.values()];
  const byName = (name) => {
    const found = rows.filter((row) => row.name === name && row.url);
    if (found.length !== 1) throw new Error(`${found.length} functions are called ${name}`);
    return found[0];
  };
  const withUrl = rows.filter((row) => row.url).toSorted((before, after) => after.self_us - before.self_us);
  const hot = hotName ? byName(hotName) : withUrl[0];
  const selfOfMeta = (name) => rows.find((row) => row.name === name && !row.url)?.self_us ?? 0;
  return {
    duration_us: Math.round((model.profileEndTime - model.profileStartTime) * 1000),
    functions: functions.size,
    gc_samples: model.gcNode ? model.samples.filter((id) => id === model.gcNode.id).length : 0,
    gc_us: selfOfMeta('(garbage collector)'),
    idle_us: selfOfMeta('(idle)'),
    hot_function: hot && { name: hot.name, url: hot.url, self_us: hot.self_us, total_us: hot.total_us },
    ratios: ratios.map((ratio) => ({ ...ratio, measured: round(byName(ratio.a).self_us / byName(ratio.b).self_us) })),
  };
}

function functionTimes(model) {
  const functions = new Map();
  const open = new Map();
  model.forEachFrame(
    (_depth, { callFrame }) => {
      const key = keyOf(callFrame);
      open.set(key, (open.get(key) ?? 0) + 1);
    },
    (_depth, { callFrame }, _index, _time, duration, self) => {
      const key = keyOf(callFrame);
      const row = functions.get(key) ?? { name: callFrame.functionName, url: callFrame.url, self_us: 0, total_us: 0 };
      functions.set(key, row);
      row.self_us += Math.round(self * 1000);
      open.set(key, open.get(key) - 1);
      if (open.get(key) === 0) row.total_us += Math.round(duration * 1000);
    },
  );
  return functions;
}

function keyOf({ functionName, url, lineNumber, columnNumber }) {
  return [functionName, url, lineNumber, columnNumber].join('\t');
}

function hasFunction(model, name) {
  return [...functionTimes(model).values()].some((row) => row.name === name);
}

/**
 * What the program itself timed, by name, and how often. The marks of a navigation
 * come in the same category as those of performance.mark, but with the phase R.
 */
function timingsOf(events) {
  const count = (test) => countBy(events.filter(test), (event) => event.name);
  const marks = count(({ cat, ph }) => cat === 'blink.user_timing' && ph === 'I');
  const measures = count(({ cat, ph }) => cat === 'blink.user_timing' && ph === 'b');
  const consoleTimes = count(({ cat, ph }) => /\b(blink|node)\.console\b/.test(cat) && ph === 'b');
  return {
    marks: Object.keys(marks),
    mark_counts: marks,
    measures: Object.keys(measures),
    measure_counts: measures,
    console_times: Object.keys(consoleTimes),
    console_time_counts: consoleTimes,
  };
}

/** From the first time stamp to the end of the last event; metadata has no time. */
function extentOf(events) {
  const timed = events.filter((event) => event.ph !== 'M');
  const first = timed.reduce((least, { ts }) => Math.min(least, ts), Infinity);
  const last = timed.reduce((most, { ts, dur = 0 }) => Math.max(most, ts + dur), -Infinity);
  return { first_ts_us: first, last_ts_us: last };
}

/** Samples over all profiles of a trace, and how many of their deltas go back in time. */
function samplesOf(events) {
  const chunks = events.filter((event) => event.name === 'ProfileChunk').map((event) => event.args.data);
  return {
    samples: chunks.flatMap((chunk) => chunk.cpuProfile?.samples ?? []).length,
    negative_deltas: chunks.flatMap((chunk) => chunk.timeDeltas ?? []).filter((delta) => delta < 0).length,
  };
}

function threadsOf(events) {
  const names = events.filter((event) => event.ph === 'M' && event.name === 'thread_name');
  const byThread = new Map(names.map(({ pid, tid, args }) => [`${pid}/${tid}`, { pid, tid, name: args.name }]));
  return [...byThread.values()];
}

function countBy(items, keyOfItem) {
  const counts = {};
  for (const item of items) {
    const key = keyOfItem(item);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function countTree(node) {
  return 1 + node.children.reduce((sum, child) => sum + countTree(child), 0);
}

function read(file) {
  return readFileSync(new URL(file, here));
}

function readJson(file) {
  const bytes = read(file);
  if (file.endsWith('.gz')) return JSON.parse(gunzipSync(bytes));
  if (file.endsWith('.zst')) return JSON.parse(execFileSync('zstd', ['-dcq'], { input: bytes, maxBuffer: 1 << 28 }));
  return JSON.parse(bytes);
}

function round(ratio) {
  return Math.round(ratio * 1000) / 1000;
}
