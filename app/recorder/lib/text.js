// Texts as they stand in events.

/** Error messages are cut here. */
const MAX_MESSAGE = 200;
/** Names of operations and tracked objects are cut here. */
const MAX_NAME = 300;
/** What programs attach is left out beyond so many characters of JSON. */
const MAX_ATTACHED = 2000;
const MAX_STACK = 4000;
const MAX_KNOWN = 4096;

const known = new Map();

/** JSON with what is not ASCII written in digits. */
export const ascii = (json) =>
  json.replace(/[\u007f-\uffff]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A name as JSON of ASCII. Names come again and again, so they are kept. */
export function quoted(name) {
  let json = known.get(name);
  if (json === undefined) {
    json = ascii(JSON.stringify(String(name).slice(0, MAX_NAME)));
    if (known.size < MAX_KNOWN) known.set(name, json);
  }
  return json;
}

/** Something a program attaches, as JSON; nothing where it has no JSON or too much. */
export function attached(value) {
  if (value === undefined || value === null) return undefined;
  try {
    const json = JSON.stringify(value);
    return json?.length <= MAX_ATTACHED ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Name and message of what was thrown, which may be anything. */
export function describe(error) {
  try {
    const name = String(error?.name ?? typeof error).slice(0, MAX_MESSAGE);
    return { name, message: String(error?.message ?? error).slice(0, MAX_MESSAGE) };
  } catch {
    return { name: typeof error, message: '' };
  }
}

/** Where it was thrown. */
export function stackOf(error) {
  const stack = error?.stack;
  return typeof stack === 'string' ? stack.slice(0, MAX_STACK) : '';
}

/** `,"error":..,"message":..` */
export function failure(error) {
  const { name, message } = describe(error);
  return `,"error":${JSON.stringify(name)},"message":${JSON.stringify(message)}`;
}
