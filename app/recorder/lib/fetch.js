// Requests made with `fetch` and undici, by undici's diagnostics channels.

import channels from 'node:diagnostics_channel';

import { length, mimeType } from './http-client.js';

export function recordFetch(requests) {
  const known = new WeakMap();
  const on = (name, react) =>
    channels.subscribe(`undici:request:${name}`, (message) => {
      const sent = known.get(message.request);
      if (sent !== undefined) react(sent, message);
    });

  channels.subscribe('undici:request:create', ({ request }) => {
    known.set(request, requests.send(`${request.origin}${request.path}`, request.method));
  });
  on('headers', (sent, { response }) => {
    const header = (name) => headerOf(response.headers, name);
    sent.length = length(header('content-length'));
    requests.respond(sent, response.statusCode, mimeType(header('content-type')));
  });
  on('bodyChunkReceived', (sent, { chunk }) => {
    sent.received += chunk.length;
  });
  on('trailers', (sent) => {
    requests.finish(sent, sent.received || sent.length, sent.received || sent.length);
  });
  on('error', (sent, { error }) => requests.fail(sent, error));
}

/** The value of a header in undici's list of names and values, which are bytes. */
function headerOf(headers, wanted) {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (String(headers[at]).toLowerCase() === wanted) return String(headers[at + 1]);
  }
  return undefined;
}
