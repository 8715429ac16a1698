// What is recorded and how. Whoever starts the recording says it in one variable of the
// environment, as JSON; the first process fills in the rest, and children and workers read that.

import path from 'node:path';

/** The variable of the environment. */
export const VARIABLE = 'ASYNCSCOPE_RECORDER';

/** Everything that can be said, and what holds where nothing is said. */
const DEFAULTS = {
  /** The recording; made where it is not there. */
  file: '',
  /** Microseconds between CPU samples. */
  cpuIntervalUs: 20_000,
  cpu: true,
  gc: true,
  memory: true,
  /** Milliseconds between measurements of memory; whole quarters of a second count. */
  memoryMs: 250,
  eventLoop: true,
  /** Incoming and outgoing HTTP. */
  http: true,
  /** `performance.mark` and `performance.measure`. */
  userTimings: true,
  /** Parents of operations, by AsyncLocalStorage. */
  parents: true,
  /** Sampled allocations: several percent of all CPU time, however far apart they are taken. */
  allocations: false,
  allocationBytes: 2 * 1024 * 1024,
  /** Every async resource by async_hooks: dear, so only on request. */
  deep: false,
  /** A signal such as SIGUSR2 that takes a heap snapshot, seconds between them, and one at exit. */
  snapshotOn: '',
  snapshotEvery: 0,
  snapshotAtExit: false,
  /** Whether query values of URLs are kept. */
  keepQuery: false,
  /** Whether `argv` and `cwd` stand in the header. */
  commandLine: true,
  /** Bytes after which nothing more is recorded. */
  maxBytes: 2 * 1024 ** 3,
  /** Who closes the array: the process of this number, or 0 for the one that started the program. */
  closer: -1,
  /** When the recording began, in microseconds of the monotonic clock. */
  startUs: 0,
};

/** What holds for this process: what was said, checked, over the defaults. */
export function readConfig(text, { pid, nowUs, cwd }) {
  const config = { ...DEFAULTS };
  for (const [key, value] of Object.entries(parse(text))) {
    if (typeof value === typeof DEFAULTS[key]) config[key] = value;
  }
  if (!(config.cpuIntervalUs >= 50)) config.cpuIntervalUs = 50;
  if (!(config.allocationBytes >= 1024)) config.allocationBytes = 1024;
  if (config.startUs === 0) config.startUs = nowUs;
  if (config.closer === -1) config.closer = pid;
  config.file = path.resolve(cwd, config.file || `node-${pid}.asyncscope.json`);
  return config;
}

function parse(text) {
  if (!text) return {};
  try {
    return JSON.parse(text) ?? {};
  } catch (error) {
    process.emitWarning(`${VARIABLE} is not JSON (${error.message}); recording with defaults`);
    return {};
  }
}
