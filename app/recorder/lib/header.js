// The first and the last event of each thread, and the names by which viewers know it.

import { at, thread } from './thread.js';
import { nowUs } from './clock.js';

const meta = (name, args, ts) =>
  `{"ph":"M","cat":"__metadata","name":"${name}",${at(ts)},"args":${JSON.stringify(args)}}`;

const VERSION = 1;

/** What is recorded of the settings. */
function shownConfig({ file, startUs, closer, ...config }) {
  return config;
}

export function header(config) {
  const ts = nowUs();
  const unixUs = Math.round(Date.now() * 1e3);
  const { versions, platform, arch, ppid } = process;
  const isShown = config.commandLine;
  const events = [
    meta('asyncscope_recording', {
      format: 'asyncscope-recording',
      version: VERSION,
      minReader: 1,
      runtime: 'node',
      node: versions.node,
      v8: versions.v8,
      platform,
      arch,
      ppid,
      threadId: thread.threadId,
      isMainThread: thread.isMainThread,
      ...(isShown && { argv: process.argv, cwd: process.cwd() }),
      unixUs,
      clock: 'monotonic',
      config: shownConfig(config),
    }, ts),
    meta('thread_name', { name: thread.isMainThread ? 'CrRendererMain' : 'DedicatedWorker thread' }, ts),
  ];
  if (thread.isMainThread) events.push(meta('process_name', { name: 'Renderer' }, ts), pretence(config));
  return events;
}

/** Without it DevTools drops the process. Its time is that of the first process: DevTools takes it
 * for the beginning of everything. */
function pretence({ startUs }) {
  const frame = { frame: `node-${thread.pid}`, url: 'node:', name: '', processId: thread.pid };
  const data = { frameTreeNodeId: 1, persistentIds: true, frames: [frame] };
  return `{"ph":"I","s":"t","cat":"disabled-by-default-devtools.timeline","name":"TracingStartedInBrowser",${at(startUs)},"args":${JSON.stringify({ data })}}`;
}

/** `how` is `{reason, code, signal}`. */
export const end = (how, { bytes, lost }) => meta('asyncscope_end', { ...how, bytes, lost });
