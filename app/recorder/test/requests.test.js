import assert from 'node:assert/strict';
import test from 'node:test';

import { API, folderOf, named, operations, run } from './program.mjs';

const SERVER = `
  import http from 'node:http';
  import { once } from 'node:events';
  const server = http.createServer((request, response) => {
    if (request.url.startsWith('/missing')) { response.statusCode = 404; response.end('no'); return; }
    if (request.url.startsWith('/cut')) { response.write('half'); setTimeout(() => response.destroy(), 20); return; }
    if (request.url.startsWith('/never')) return;
    if (request.url.startsWith('/endless')) { response.write('more'); return; }
    if (request.url.startsWith('/refuse')) { request.socket.destroy(); return; }
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.setHeader('content-length', '5');
    response.end('hello');
  }).listen(0);
  await once(server, 'listening');
  const base = 'http://127.0.0.1:' + server.address().port;
  const get = (url) => new Promise((resolve) => {
    const request = http.get(base + url, (response) => { response.resume(); response.on('close', resolve); });
    request.on('error', resolve);
  });
`;

const requestsOf = (events) =>
  named(events, 'ResourceSendRequest').map((sent) => {
    const id = sent.args.data.requestId;
    const find = (name) => named(events, name).find((it) => it.args.data.requestId === id)?.args.data;
    return { ...sent.args.data, response: find('ResourceReceiveResponse'), finish: find('ResourceFinish') };
  });

test('requests by http and by fetch have status, type and size, and no values of a query', async (t) => {
  const { events, err } = await run(folderOf(t), `${SERVER}
    await get('/one?token=secret&page=2');
    await (await fetch(base + '/two?token=secret')).text();
    server.close();
  `);
  assert.equal(err, '');
  const found = requestsOf(events);
  assert.deepEqual(found.map((it) => it.url.replace(/.*:\d+/, '')), ['/one?token&page', '/two?token']);
  for (const { response, finish } of found) {
    assert.equal(response.statusCode, 200);
    assert.equal(response.mimeType, 'text/plain');
    assert.equal(finish.didFail, false);
    assert.equal(finish.decodedBodyLength, 5);
    assert.ok(finish.encodedDataLength >= 5);
  }
  const incoming = operations(events).filter((it) => it.kind === 'http.server');
  assert.deepEqual(incoming.map((it) => it.name), ['GET /one', 'GET /two']);
  assert.ok(incoming.every((it) => it.result.ok && it.result.status === 200 && !it.result.aborted));
  assert.ok(!JSON.stringify(events).includes('secret'));
});

test('values of a query are kept where that is asked for', async (t) => {
  const { events } = await run(folderOf(t), `${SERVER}
    await get('/one?page=2');
    server.close();
  `, { config: { keepQuery: true } });
  assert.match(requestsOf(events)[0].url, /\/one\?page=2$/);
  assert.equal(operations(events)[0].name, 'GET /one?page=2');
});

test('what fails is told apart: a status, a cut response, no response, nobody there', async (t) => {
  const { events } = await run(folderOf(t), `${SERVER}
    await get('/missing');
    await get('/cut');
    await get('/refuse');
    const closed = http.createServer().listen(0);
    await once(closed, 'listening');
    const { port } = closed.address();
    closed.close();
    await once(closed, 'close');
    await fetch('http://127.0.0.1:' + port).catch(() => {});
    server.close();
  `);
  const [missing, cut, refused, nobody] = requestsOf(events);
  assert.deepEqual([missing.response.statusCode, missing.finish.didFail], [404, false]);
  assert.deepEqual([cut.response.statusCode, cut.finish.didFail], [200, true]);
  assert.deepEqual([refused.response, refused.finish.didFail], [undefined, true]);
  assert.match(refused.finish.error, /ECONNRESET/);
  assert.deepEqual([nobody.response, nobody.finish.didFail], [undefined, true]);
  const byName = Object.fromEntries(operations(events).map((it) => [it.name, it.result]));
  assert.deepEqual([byName['GET /missing'].ok, byName['GET /missing'].aborted], [false, false]);
  assert.equal(byName['GET /cut'].aborted, true);
  assert.equal(byName['GET /refuse'].aborted, true);
});

test('a request that the program gives up is aborted, and no other is', async (t) => {
  const { events } = await run(folderOf(t), `${SERVER}
    const port = server.address().port;
    const ended = (request) => new Promise((resolve) => request.on('error', () => {}).on('close', resolve));
    const waiting = http.get({ port, path: '/never' });
    setTimeout(() => waiting.destroy(), 50);
    await ended(waiting);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await ended(http.get({ port, path: '/never', signal: controller.signal }));
    const impatient = http.get({ port, path: '/never', timeout: 50 }, () => {});
    impatient.on('timeout', () => impatient.destroy(new Error('too slow')));
    await ended(impatient);
    const enough = http.get({ port, path: '/endless' }, (response) => response.once('data', () => response.destroy()).on('error', () => {}));
    await ended(enough);
    await get('/cut');
    await get('/refuse');
    await ended(http.get({ port: 1 }));
    server.closeAllConnections();
    server.close();
  `);
  const aborted = requestsOf(events).map((it) => it.finish.aborted === true);
  assert.deepEqual(aborted, [true, true, true, true, false, false, false]);
});

test('errors of requests that nobody handles still end the program', async (t) => {
  const { code, err } = await run(folderOf(t), `
    import http from 'node:http';
    http.get('http://127.0.0.1:1/');
    setTimeout(() => {}, 10_000);
  `);
  assert.equal(code, 1);
  assert.match(err, /ECONNREFUSED/);
});

test('a request belongs to the incoming request it is made for', async (t) => {
  const { events } = await run(folderOf(t), `
    import http from 'node:http';
    import { once } from 'node:events';
    const inner = http.createServer((_, response) => response.end('x')).listen(0);
    const outer = http.createServer(async (_, response) => {
      await null;
      const text = await (await fetch('http://127.0.0.1:' + inner.address().port + '/inner')).text();
      response.end(text);
    }).listen(0);
    await Promise.all([once(inner, 'listening'), once(outer, 'listening')]);
    await (await fetch('http://127.0.0.1:' + outer.address().port + '/outer')).text();
    inner.close(); outer.close();
  `);
  const outer = operations(events).find((it) => it.name === 'GET /outer');
  const [first, second] = requestsOf(events);
  assert.equal(first.asyncscopeParent, undefined);
  assert.equal(second.asyncscopeParent, outer.id);
});

test('requests that the program names itself count in its statistics', async (t) => {
  const { events, out } = await run(folderOf(t), `
    import { getStats, trackRequest } from '${API}';
    const one = trackRequest('db://host/x?password=secret', { method: 'QUERY' });
    one.complete(200, 100);
    one.fail(new Error('too late'));
    trackRequest('db://host/y').complete(500, 50);
    trackRequest('db://host/z').fail(new Error('no'));
    console.log(JSON.stringify(getStats().requests));
  `);
  const stats = JSON.parse(out);
  assert.deepEqual([stats.count, stats.totalSize, stats.successRate], [3, 150, 1 / 3]);
  const [one, two, three] = requestsOf(events);
  assert.deepEqual([one.url, one.requestMethod, one.finish.encodedDataLength], ['db://host/x?password', 'QUERY', 100]);
  assert.equal(two.response.statusCode, 500);
  assert.equal(three.finish.error, 'Error: no');
});
