// `performance.mark` and `performance.measure` of the program, and marks of our own.

import { PerformanceObserver } from 'node:perf_hooks';

import { at } from './thread.js';
import { fromPerformance } from './clock.js';
import { quoted } from './text.js';

/** Writes a moment that has a name. */
export function writeMark(writer, name, ts) {
  writer.add(`{"ph":"I","s":"t","cat":"blink.user_timing","name":${quoted(name)},${at(ts)},"args":{"data":{}}}`);
}

export function recordUserTimings(writer, operations) {
  const write = (entries) => {
    for (const { entryType, name, startTime, duration } of entries) {
      const start = fromPerformance(startTime);
      if (entryType === 'mark') writeMark(writer, name, start);
      else operations.measure(name, start, fromPerformance(startTime + duration));
    }
  };
  const observer = new PerformanceObserver((list) => write(list.getEntries()));
  observer.observe({ entryTypes: ['mark', 'measure'] });
  return () => write(observer.takeRecords());
}
