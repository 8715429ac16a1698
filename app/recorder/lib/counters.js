// Series of numbers: memory, event loop, CPU use.

import { monitorEventLoopDelay } from 'node:perf_hooks';

import { at, ownSeries, thread } from './thread.js';

const counter = (name, values) =>
  `{"ph":"C","cat":"asyncscope","name":"${name}"${ownSeries},${at()},"args":{${values}}}`;

/** Memory of the thread; of the whole process where it is the main thread. */
export function recordMemory(writer) {
  const { memoryUsage } = process;
  return () => {
    const it = memoryUsage();
    const rss = thread.isMainThread ? `"rss":${it.rss},` : '';
    writer.add(counter('memory',
      `${rss}"heapTotal":${it.heapTotal},"heapUsed":${it.heapUsed},"external":${it.external},"arrayBuffers":${it.arrayBuffers}`));
    // DevTools takes these by process, so those of workers would mix with the main thread's.
    if (!thread.isMainThread) return;
    writer.add(
      `{"ph":"I","s":"t","cat":"disabled-by-default-devtools.timeline","name":"UpdateCounters",${at()},"args":{"data":{"jsHeapSizeUsed":${it.heapUsed}}}}`,
    );
  };
}

/** Milliseconds between the ticks by which delay is measured. */
const RESOLUTION = 10;

/** Delay and utilization of the event loop, and of the main thread's process the CPU time. */
export function recordEventLoop(writer) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  const { eventLoopUtilization } = performance;
  let before = eventLoopUtilization();
  let cpuBefore = process.cpuUsage();
  // The histogram holds whole distances between ticks, not what they are late.
  const late = (nanoseconds) => Math.max(0, Math.round(nanoseconds / 1e3 - RESOLUTION * 1e3));
  return () => {
    if (delays.count > 0) {
      const { max } = delays;
      const [p50, p99] = [delays.percentile(50), delays.percentile(99)];
      writer.add(counter('event loop delay us', `"p50":${late(p50)},"p99":${late(p99)},"max":${late(max)}`));
      delays.reset();
    }
    const now = eventLoopUtilization();
    const { utilization } = eventLoopUtilization(now, before);
    before = now;
    writer.add(counter('event loop', `"utilization":${utilization.toFixed(4)}`));
    if (!thread.isMainThread) return;
    const cpu = process.cpuUsage();
    writer.add(counter('cpu us',
      `"user":${cpu.user - cpuBefore.user},"system":${cpu.system - cpuBefore.system}`));
    cpuBefore = cpu;
  };
}
