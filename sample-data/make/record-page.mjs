// Makes the recordings in ../chromium-<version>/ through the DevTools protocol.
//
// usage: node record-page.mjs PROFILE_FOLDER [CHROMIUM]
//
// PROFILE_FOLDER (the browser's own data; a recording may name it) must not exist
// yet and is removed afterwards. CHROMIUM defaults to `chromium` on the PATH.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { openBrowser } from './browser.mjs';
import { servePage } from './serve-page.mjs';

const [profile, program = 'chromium'] = process.argv.slice(2);
if (!profile) throw new Error('usage: node record-page.mjs PROFILE_FOLDER [CHROMIUM]');

const here = fileURLToPath(new URL('.', import.meta.url));
const PORT = 8123;

// What the Performance panel of DevTools records (its current list), with
// JavaScript samples, and two categories that it recorded in former versions.
const PANEL = [
  'blink.console',
  'blink.user_timing',
  'loading',
  'devtools.timeline',
  'disabled-by-default-devtools.target-rundown',
  'disabled-by-default-devtools.timeline.frame',
  'disabled-by-default-devtools.timeline.stack',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.v8-source-rundown-sources',
  'disabled-by-default-devtools.v8-source-rundown',
  'disabled-by-default-layout_shift.debug',
  'disabled-by-default-v8.inspector',
  'disabled-by-default-v8.cpu_profiler.hires',
  'disabled-by-default-v8.cpu_profiler',
  'disabled-by-default-lighthouse',
  'v8.execute',
  'v8',
  'cppgc',
  'navigation',
  'rail',
  'latencyInfo',
  'toplevel',
];
const FEW = ['devtools.timeline', 'blink.user_timing', 'disabled-by-default-v8.cpu_profiler'];

mkdirSync(profile);
const server = await servePage(PORT);
const browser = openBrowser(program, profile);
try {
  const { product } = await browser.send('Browser.getVersion');
  const major = /\/(\d+)/.exec(product)[1];
  const output = join(here, '..', `chromium-${major}`);
  mkdirSync(output, { recursive: true });

  const full = withoutMachine(await recordPage(PANEL, 12));
  writeFileSync(join(output, 'page.json.gz'), gzipSync(full, { level: 9 }));

  const small = JSON.parse(await recordPage(FEW, 3));
  const lines = small.traceEvents.map((event) => JSON.stringify(event));
  writeFileSync(join(output, 'page-small.json'), `[\n${lines.join(',\n')}\n]\n`);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Records the page from before its navigation to after a click; the answer is the browser's own JSON. */
async function recordPage(categories, rounds) {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method, parameters) => browser.send(method, parameters, sessionId);
  await send('Page.enable');
  await send('Runtime.enable');
  // As with DevTools open: only then V8 reports the tasks of promises.
  await send('Debugger.enable');
  await send('Debugger.setAsyncCallStackDepth', { maxDepth: 32 });
  await send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    streamFormat: 'json',
    traceConfig: { recordMode: 'recordUntilFull', excludedCategories: ['*'], includedCategories: categories },
  });

  await send('Page.navigate', { url: `http://localhost:${PORT}/index.html?rounds=${rounds}` });
  await untilTitle(send, 'Rounds done');
  await pressButton(send);
  await untilTitle(send, 'Loaded again');

  const complete = browser.once('Tracing.tracingComplete');
  await send('Tracing.end');
  const { stream, dataLossOccurred } = await complete;
  if (dataLossOccurred) throw new Error('the browser lost trace events');
  const text = await readStream(send, stream);
  await browser.send('Target.closeTarget', { targetId });
  return text;
}

/** Empties what the metadata says of the machine; the events are left byte for byte. */
function withoutMachine(text) {
  return text.replace(/("(?:command_line|cpu-signature|os-kernel-version|os-version)":)"[^"]*"/g, '$1""');
}

async function untilTitle(send, title) {
  for (;;) {
    const { result } = await send('Runtime.evaluate', { expression: 'document.title' });
    if (result.value === title) return;
    await sleep(100);
  }
}

async function pressButton(send) {
  const expression = 'JSON.stringify(document.querySelector("#reload").getBoundingClientRect())';
  const { result } = await send('Runtime.evaluate', { expression });
  const { x, y } = JSON.parse(result.value);
  for (const type of ['mousePressed', 'mouseReleased']) {
    await send('Input.dispatchMouseEvent', { type, x: x + 5, y: y + 5, button: 'left', clickCount: 1 });
  }
}

async function readStream(send, handle) {
  const parts = [];
  for (;;) {
    const { data, base64Encoded, eof } = await send('IO.read', { handle });
    parts.push(Buffer.from(data, base64Encoded ? 'base64' : 'utf8'));
    if (eof) break;
  }
  await send('IO.close', { handle });
  return Buffer.concat(parts).toString('utf8');
}
