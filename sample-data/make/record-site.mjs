// Makes ../chromium-<version>/site.har, site.devtoolslog.json and site-trace.json.gz of one visit to
// the sample site, and ../requests-truth.json, which is its plan.
//
// usage: node record-site.mjs PROFILE_FOLDER [CHROMIUM]
//
// PROFILE_FOLDER must not exist yet and is removed afterwards.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { openBrowser } from './browser.mjs';
import { serveSite } from './serve-site.mjs';
import { FETCHES, PORT, REFERENCES, SOCKET } from './site-plan.mjs';
import { toHar } from './to-har.mjs';

const [profile, program = 'chromium'] = process.argv.slice(2);
if (!profile) throw new Error('usage: node record-site.mjs PROFILE_FOLDER [CHROMIUM]');

const data = join(fileURLToPath(new URL('.', import.meta.url)), '..');
mkdirSync(profile);
const stop = await serveSite();
const browser = openBrowser(program, profile);
try {
  const { product } = await browser.send('Browser.getVersion');
  const output = join(data, `chromium-${/\/(\d+)/.exec(product)[1]}`);
  const { events, trace } = await visit();
  const network = events.filter((it) => it.method.startsWith('Network.') && !it.method.endsWith('ExtraInfo'));
  const log = network.map((it) => JSON.stringify(it));
  writeFileSync(join(output, 'site.devtoolslog.json'), `[\n${log.join(',\n')}\n]\n`);
  const har = toHar(network, product.split('/')[1], { url: `http://localhost:${PORT}/`, timings: (start) => timings(events, start) });
  writeFileSync(join(output, 'site.har'), `${JSON.stringify(har, null, 1)}\n`);
  writeFileSync(join(output, 'site-trace.json.gz'), gzipSync(trace, { level: 9 }));
  const truth = [...REFERENCES, ...FETCHES].map(({ fetchOptions, ...it }) => it);
  writeFileSync(join(data, 'requests-truth.json'), `${JSON.stringify({ files: files(output), requests: truth, socket: SOCKET }, null, 1)}\n`);
} finally {
  await browser.close();
  stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** The recordings, as the truth names them. */
function files(output) {
  return ['site-trace.json.gz', 'site.devtoolslog.json', 'site.har'].map((name) => ({ file: `${basename(output)}/${name}` }));
}

async function visit() {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method, parameters) => browser.send(method, parameters, sessionId);
  const events = [];
  browser.listen((method, params) => events.push({ method, params }));
  await send('Page.enable');
  await send('Network.enable');
  await send('Network.setBlockedURLs', { urlPatterns: [{ urlPattern: 'http://localhost:*/blocked/*', block: true }] });
  await send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    streamFormat: 'json',
    traceConfig: { recordMode: 'recordUntilFull', excludedCategories: ['*'], includedCategories: ['devtools.timeline', 'blink.user_timing', 'loading'] },
  });
  await send('Page.navigate', { url: `http://localhost:${PORT}/` });
  for (;;) {
    const { result } = await send('Runtime.evaluate', { expression: 'document.title' });
    if (result.value === 'Shop done') break;
    await sleep(100);
  }
  await sleep(300);
  const complete = browser.once('Tracing.tracingComplete');
  await send('Tracing.end');
  const { stream } = await complete;
  let trace = '';
  for (;;) {
    const { data: text, base64Encoded, eof } = await send('IO.read', { handle: stream });
    trace += Buffer.from(text, base64Encoded ? 'base64' : 'utf8').toString('utf8');
    if (eof) break;
  }
  const isWhole = events.slice(); // What the closing of the page does to its requests is not part of it.
  await browser.send('Target.closeTarget', { targetId });
  trace = trace.replace(/("(?:command_line|cpu-signature|os-kernel-version|os-version)":)"[^"]*"/g, '$1""');
  return { events: isWhole, trace };
}

/** The marks of the page in milliseconds since `start`, which is in seconds. */
function timings(events, start) {
  const at = (method) => events.find((it) => it.method === method)?.params.timestamp;
  const since = (time) => (time === undefined ? -1 : (time - start) * 1000);
  return { onContentLoad: since(at('Page.domContentEventFired')), onLoad: since(at('Page.loadEventFired')) };
}
