// Uncaught errors and warnings, as they pass by. Watching them changes nothing of what they do.

import { at } from './thread.js';
import { describe, stackOf } from './text.js';

export function recordFailures(writer) {
  const write = (name, error, origin) => {
    const { name: kind, message } = describe(error);
    const args = { name: kind, message, ...(origin && { origin }), stack: stackOf(error) };
    writer.add(`{"ph":"I","s":"t","cat":"asyncscope","name":"${name}",${at()},"args":${JSON.stringify(args)}}`);
  };
  process.on('uncaughtExceptionMonitor', (error, origin) => write('error', error, origin));
  process.on('warning', (warning) => write('log', warning));
}

/** A message of the recorder's own. */
export function log(writer, message) {
  writer.add(`{"ph":"I","s":"t","cat":"asyncscope","name":"log",${at()},"args":${JSON.stringify({ name: 'recorder', message })}}`);
}
