// Serves the sample site on loopback, with every kind of failure that its plan asks for.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { FETCHES, OTHER_PORT, PORT, SOCKET } from './site-plan.mjs';

const FILES = { '/': ['index.html', 'text/html'], '/shop.css': ['shop.css', 'text/css'], '/shop.js': ['shop.js', 'text/javascript'] };
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JSON_500 = Buffer.from(JSON.stringify({ text: 'x'.repeat(489) }));

/** Starts both servers; the promise is of a function that stops them. */
export async function serveSite() {
  const servers = [createServer(answer), createServer(answerOther)];
  servers[0].on('upgrade', talk);
  await listen(servers[0], PORT);
  await listen(servers[1], OTHER_PORT);
  return () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
}

function send(response, status, type, body, headers = {}) {
  const length = body.length > 0 || status !== 204 ? { 'content-length': body.length } : {};
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...length, ...headers });
  response.end(body);
}

async function answer(request, response) {
  const path = new URL(request.url, `http://localhost:${PORT}`).pathname;
  const json = (status = 200, headers = {}) => send(response, status, 'application/json', JSON_500, headers);
  if (path in FILES) {
    const [name, type] = FILES[path];
    let body = await readFile(new URL(`site/${name}`, import.meta.url));
    if (path === '/shop.js') body = Buffer.concat([body, planned()]);
    return send(response, 200, type, body);
  }
  const hop = /^\/hop\/(\d)$/.exec(path);
  if (hop && hop[1] !== '0') return redirect(response, `/hop/${hop[1] - 1}`);
  switch (path) {
    case '/hop/away':
      return redirect(response, `http://localhost:${OTHER_PORT}/allowed`);
    case '/img/logo.png':
      return send(response, 200, 'image/png', PIXEL);
    case '/img/missing.png':
    case '/api/orders/404':
      return send(response, 404, 'text/plain', Buffer.from('not found'));
    case '/api/fail':
      return send(response, 500, 'text/plain', Buffer.from('failed'));
    case '/api/unavailable':
      return send(response, 503, 'text/plain', Buffer.from('later'), { 'retry-after': '60' });
    case '/api/slow':
      await sleep(300);
      return json();
    case '/api/zipped':
      return send(response, 200, 'text/plain', gzipSync('0123456789'.repeat(4000)), { 'content-encoding': 'gzip' });
    case '/api/empty':
      return send(response, 204, 'text/plain', Buffer.alloc(0));
    case '/api/dropped':
      return request.socket.destroy();
    case '/api/cut':
      // Fewer bytes than promised.
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 1000 });
      response.write('only this', () => setTimeout(() => request.socket.destroy(), 50));
      return undefined;
    case '/api/given-up':
      await sleep(2000);
      return json();
    case '/api/never':
      return undefined;
    case '/kept':
      return json(200, { 'cache-control': 'max-age=3600' });
    case '/checked':
      if (request.headers['if-none-match'] === '"1"') {
        response.writeHead(304, { etag: '"1"', 'cache-control': 'no-cache' });
        return response.end();
      }
      return json(200, { etag: '"1"', 'cache-control': 'no-cache' });
    default:
      return json();
  }
}

function redirect(response, location) {
  response.writeHead(302, { location, 'content-length': 0, 'cache-control': 'no-store', 'access-control-allow-origin': '*' });
  response.end();
}

/** The other origin: one path may be read from the site, the others may not. */
function answerOther(request, response) {
  const isAllowed = request.url === '/allowed';
  send(response, 200, 'application/json', JSON_500, isAllowed ? { 'access-control-allow-origin': '*' } : {});
}

/** Sends every message of a WebSocket back (RFC 6455; short text frames only). */
function talk(request, socket) {
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => {});
  socket.on('data', (frame) => {
    const length = frame[1] & 0x7f;
    const mask = frame.subarray(2, 6);
    const data = frame.subarray(6, 6 + length).map((byte, i) => byte ^ mask[i % 4]);
    socket.write(Buffer.concat([Buffer.from([frame[0], length]), data]));
    if ((frame[0] & 0xf) === 8) socket.end();
  });
}

/** The plan, for the script of the page. */
function planned() {
  const fetches = FETCHES.map(({ url, method, count, fetchOptions }) => ({ url, method, count, fetchOptions }));
  return Buffer.from(`window.plan = ${JSON.stringify({ fetches, socket: SOCKET })};\n`);
}
