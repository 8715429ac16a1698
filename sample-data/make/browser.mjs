// Chromium without a window, spoken to through the DevTools protocol.

import { spawn } from 'node:child_process';

/** The browser, spoken to over a pipe: messages are JSON, each ended by a zero byte. */
export function openBrowser(program, profile) {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const [, , , input, output] = child.stdio;
  const answers = new Map();
  const waiting = new Map();
  const listeners = [];
  let lastId = 0;
  let unread = [];

  output.on('data', (chunk) => {
    let start = 0;
    for (let end; (end = chunk.indexOf(0, start)) >= 0; start = end + 1) {
      unread.push(chunk.subarray(start, end));
      receive(JSON.parse(Buffer.concat(unread).toString('utf8')));
      unread = [];
    }
    unread.push(chunk.subarray(start));
  });

  function receive({ id, method, params, result, error }) {
    if (method) {
      for (const listener of listeners) listener(method, params);
      waiting.get(method)?.(params);
      waiting.delete(method);
      return;
    }
    const { resolve, reject } = answers.get(id);
    answers.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
  }

  function send(method, params = {}, sessionId = undefined) {
    const id = ++lastId;
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => answers.set(id, { resolve, reject }));
  }

  return {
    send,
    listen: (listener) => listeners.push(listener),
    once: (method) => new Promise((resolve) => waiting.set(method, resolve)),
    async close() {
      send('Browser.close').catch(() => {});
      await ended;
    },
  };
}
