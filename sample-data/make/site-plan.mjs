// What the sample site asks for, what its server answers, and so what is true of its recordings.
//
// Each step: the request, how often, and how it must end. `outcome` is one of success, http_error,
// aborted, blocked, no_response, pending; `status` is null where no answer can come.

export const PORT = 8131;
export const OTHER_PORT = 8132;

const site = `http://localhost:${PORT}`;
const other = `http://localhost:${OTHER_PORT}`;

const step = (path, truth, fetchOptions = {}) => ({
  url: path.startsWith('http') || path.startsWith('data:') ? path : site + path,
  method: 'GET',
  count: 1,
  outcome: 'success',
  status: 200,
  ...truth,
  fetchOptions,
});

/** What the document itself refers to. */
export const REFERENCES = [
  step('/', { type: 'document' }),
  step('/shop.css', { type: 'stylesheet' }),
  step('/shop.js', { type: 'script' }),
  step('/img/logo.png', { type: 'image', bytes: 70 }),
  step('/img/missing.png', { type: 'image', status: 404, outcome: 'http_error' }),
];

/** What the script asks for, one after the other. `abortAfter` is in milliseconds. */
export const FETCHES = [
  step('/api/orders/17', { bytes: 500 }),
  step('/api/orders/18', { bytes: 500 }),
  step('/api/orders/19', { bytes: 500 }),
  step('/api/orders/404', { status: 404, outcome: 'http_error' }),
  step('/api/users/6f9619ff-8b86-4d01-b42d-00cf4fc964ff', { bytes: 500 }),
  step('/api/fail', { status: 500, outcome: 'http_error', count: 2 }),
  step('/api/unavailable', { status: 503, outcome: 'http_error' }),
  step('/api/slow', { bytes: 500, atLeastMs: 300 }),
  step('/api/two-at-once', { bytes: 500, count: 2 }, { cache: 'no-store', together: true }),
  step('/api/zipped', { bytes: 40000 }),
  step('/api/empty', { status: 204, bytes: 0 }),
  step('/api/cart', { method: 'POST', bytes: 500 }, { body: '{"id":17}' }),
  step('/hop/3', { redirects: 3, last: `${site}/hop/0`, bytes: 500 }),
  step('/hop/away', { redirects: 1, last: `${other}/allowed`, bytes: 500 }),
  step('/kept', { bytes: 500, count: 2, cached: 1 }),
  step('/checked', { bytes: 500, count: 2 }, { cache: 'no-cache' }),
  step('data:text/plain,hello', { bytes: 5 }),
  step(`${other}/allowed`, { bytes: 500 }),
  step(`${other}/forbidden`, { status: null, outcome: 'no_response' }),
  step('/api/dropped', { status: null, outcome: 'no_response' }),
  step('/api/cut', { outcome: 'no_response' }),
  step('/api/given-up', { status: null, outcome: 'aborted' }, { abortAfter: 50 }),
  step('/blocked/tracker', { status: null, outcome: 'blocked' }),
  step('http://localhost:8139/', { status: null, outcome: 'no_response' }),
  step('/api/never', { status: null, outcome: 'pending' }, { leave: true }),
];

/** The WebSocket: so many messages are sent, and each is sent back. */
export const SOCKET = { url: `ws://localhost:${PORT}/socket`, messages: 3 };
