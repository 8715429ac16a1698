// From events of the DevTools protocol to a HAR 1.2, as DevTools writes it ("Log.ts" of its source).

/** `events`: [{method, params}], of one page, in order. */
export function toHar(events, browser, page) {
  const rows = [];
  const open = new Map();
  let wallOffset = 0;
  const byMethod = {
    'Network.requestWillBeSent'(p) {
      wallOffset = p.wallTime - p.timestamp;
      const before = open.get(p.requestId);
      if (before && p.redirectResponse) {
        Object.assign(before, { response: p.redirectResponse, end: p.timestamp, transfer: p.redirectResponse.encodedDataLength });
      }
      const row = { request: p.request, start: p.timestamp, initiator: p.initiator, type: p.type ?? 'Other', received: 0, decoded: 0, messages: [] };
      rows.push(row);
      open.set(p.requestId, row);
    },
    'Network.responseReceived'(p) {
      Object.assign(open.get(p.requestId) ?? {}, { response: p.response, type: p.type });
    },
    'Network.dataReceived'(p) {
      const row = open.get(p.requestId);
      if (row) row.decoded += p.dataLength;
    },
    'Network.requestServedFromCache'(p) {
      const row = open.get(p.requestId);
      if (row) row.cache = 'memory';
    },
    'Network.loadingFinished'(p) {
      Object.assign(open.get(p.requestId) ?? {}, { end: p.timestamp, transfer: p.encodedDataLength });
    },
    'Network.loadingFailed'(p) {
      const error = p.blockedReason ? 'net::ERR_BLOCKED_BY_CLIENT' : p.errorText;
      Object.assign(open.get(p.requestId) ?? {}, { end: p.timestamp, error });
    },
    'Network.webSocketCreated'(p) {
      const row = { request: { url: p.url, method: 'GET', headers: {} }, initiator: p.initiator, type: 'WebSocket', decoded: 0, messages: [] };
      rows.push(row);
      open.set(p.requestId, row);
    },
    'Network.webSocketWillSendHandshakeRequest'(p) {
      wallOffset = p.wallTime - p.timestamp;
      open.get(p.requestId).start = p.timestamp;
    },
    'Network.webSocketHandshakeResponseReceived'(p) {
      open.get(p.requestId).response = { ...p.response, mimeType: '', handshake: p.timestamp };
    },
    'Network.webSocketFrameSent'(p) {
      open.get(p.requestId).messages.push({ type: 'send', time: p.timestamp + wallOffset, opcode: p.response.opcode, data: p.response.payloadData });
    },
    'Network.webSocketFrameReceived'(p) {
      open.get(p.requestId).messages.push({ type: 'receive', time: p.timestamp + wallOffset, opcode: p.response.opcode, data: p.response.payloadData });
    },
    'Network.webSocketClosed'(p) {
      open.get(p.requestId).end = p.timestamp;
    },
  };
  for (const { method, params } of events) byMethod[method]?.(params);
  const date = (time) => new Date((time + wallOffset) * 1000).toISOString();
  const entries = rows.filter((row) => row.start).map((row) => entry(row, date));
  const pages = [{ startedDateTime: entries[0].startedDateTime, id: 'page_1', title: page.url, pageTimings: page.timings(rows[0].start) }];
  const creator = { name: 'Asyncscope sample recorder', version: '1' };
  return { log: { version: '1.2', creator, browser: { name: 'Chromium', version: browser }, pages, entries } };
}

function entry(row, date) {
  const { request, response = {}, error = null, messages } = row;
  const timings = phases(row);
  const time = row.end ? ['blocked', 'dns', 'connect', 'send', 'wait', 'receive'].reduce((sum, phase) => sum + Math.max(timings[phase], 0), 0) : -1;
  const list = (headers = {}) => Object.entries(headers).map(([name, value]) => ({ name, value }));
  const content = { size: row.decoded, mimeType: response.mimeType ?? 'x-unknown' };
  return {
    _initiator: row.initiator,
    _priority: request.initialPriority,
    _resourceType: row.type.toLowerCase(),
    ...(row.cache || response.fromDiskCache ? { _fromCache: row.cache ?? 'disk' } : {}),
    ...(messages.length > 0 ? { _webSocketMessages: messages } : {}),
    cache: {},
    connection: response.connectionId === undefined ? undefined : String(response.connectionId),
    pageref: 'page_1',
    request: { method: request.method, url: request.url, httpVersion: response.protocol ?? '', headers: list(request.headers), queryString: [], cookies: [], headersSize: -1, bodySize: request.postData?.length ?? 0 },
    response: {
      status: response.status ?? 0, statusText: response.statusText ?? '', httpVersion: response.protocol ?? '', headers: list(response.headers), cookies: [], content,
      redirectURL: response.headers?.location ?? response.headers?.Location ?? '', headersSize: -1, bodySize: -1, _transferSize: row.transfer ?? 0, _error: error,
    },
    serverIPAddress: response.remoteIPAddress,
    startedDateTime: date(row.start),
    time,
    timings,
  };
}

/** Phases in milliseconds; -1 where one does not apply. */
function phases({ start, end, response, cache }) {
  const none = { blocked: -1, dns: -1, ssl: -1, connect: -1, send: 0, wait: 0, receive: 0 };
  if (!end) return { ...none, send: -1, wait: -1, receive: -1 };
  const all = (end - start) * 1000;
  if (response?.handshake) return { ...none, wait: (response.handshake - start) * 1000, receive: (end - response.handshake) * 1000 };
  const timing = cache ? undefined : response?.timing;
  if (!timing) return { ...none, blocked: all };
  const between = (from, to) => (from >= 0 && to >= from ? to - from : -1);
  const first = [timing.dnsStart, timing.connectStart, timing.sendStart].find((it) => it >= 0) ?? 0;
  const queued = (timing.requestTime - start) * 1000;
  return {
    blocked: queued + first,
    dns: between(timing.dnsStart, timing.dnsEnd),
    ssl: between(timing.sslStart, timing.sslEnd),
    connect: between(timing.connectStart, timing.connectEnd),
    send: Math.max(timing.sendEnd - timing.sendStart, 0),
    wait: timing.receiveHeadersEnd - timing.sendEnd,
    receive: Math.max(all - queued - timing.receiveHeadersEnd, 0),
  };
}
