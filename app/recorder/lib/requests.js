// Outgoing requests, whoever makes them: http, https, fetch, or `trackRequest`.

import { at, idText, newId } from './thread.js';
import { nowUs } from './clock.js';
import { describe, quoted } from './text.js';
import { withoutSecrets } from './urls.js';

const HEAD = '{"ph":"I","s":"t","cat":"devtools.timeline","name":"Resource';

/** One that is sent; a class for the same reason as `Operation`. */
class Request {
  isOver = false;
  status = 0;
  /** Of `fetch`: bytes of body that came, and how many the head promised. */
  received = 0;
  length;

  constructor(id, start) {
    this.id = id;
    this.start = start;
  }
}

export class Requests {
  #writer;
  #operations;
  #keepQuery;
  #totals = { count: 0, duration: 0, size: 0, successes: 0 };

  constructor(writer, operations, { keepQuery }) {
    this.#writer = writer;
    this.#operations = operations;
    this.#keepQuery = keepQuery;
  }

  /** A request is sent. */
  send(url, method) {
    const request = new Request(idText(newId()), nowUs());
    const shown = this.#keepQuery ? url : withoutSecrets(url);
    const parent = this.#operations.parent();
    this.#write('SendRequest', request, request.start,
      `,"url":${JSON.stringify(shown)},"requestMethod":${quoted(method)},"priority":"Medium","resourceType":"Fetch"` +
        (parent === undefined ? '' : `,"asyncscopeParent":"${idText(parent)}"`));
    return request;
  }

  /** The head of its response came. */
  respond(request, status, mimeType = '') {
    if (request.isOver) return;
    request.status = status;
    this.#write('ReceiveResponse', request, nowUs(),
      `,"statusCode":${Number(status) || 0},"mimeType":${quoted(mimeType)},"fromCache":false`);
  }

  /** Its response came whole: `encoded` bytes on the wire, `decoded` of body where known. */
  finish(request, encoded, decoded) {
    if (request.isOver) return;
    const size = Math.max(0, Math.trunc(Number(encoded)) || 0);
    const body = Number.isFinite(decoded) ? `,"decodedBodyLength":${Math.trunc(decoded)}` : '';
    this.#close(request, `,"didFail":false,"encodedDataLength":${size}${body}`);
    this.#totals.size += size;
    if (request.status > 0 && request.status < 400) this.#totals.successes += 1;
  }

  /** It failed, or the program gave it up. */
  fail(request, error, isGivenUp = false) {
    if (request.isOver) return;
    const { name, message } = describe(error);
    const text = error?.code ? `${error.code}: ${message}` : `${name}: ${message}`;
    const aborted = isGivenUp ? ',"aborted":true' : '';
    this.#close(request, `,"didFail":true${aborted},"encodedDataLength":0,"error":${JSON.stringify(text)}`);
  }

  /** Count, average milliseconds, bytes, and the share of successes, of those that are over. */
  stats() {
    const { count, duration, size, successes } = this.#totals;
    return {
      count,
      averageDuration: count === 0 ? 0 : duration / count / 1e3,
      totalSize: size,
      successRate: count === 0 ? 0 : successes / count,
    };
  }

  #close(request, members) {
    request.isOver = true;
    const end = nowUs();
    this.#write('Finish', request, end, members);
    this.#totals.count += 1;
    this.#totals.duration += end - request.start;
  }

  #write(name, request, ts, members) {
    this.#writer.add(`${HEAD}${name}",${at(ts)},"args":{"data":{"requestId":"${request.id}"${members}}}}`);
  }
}
