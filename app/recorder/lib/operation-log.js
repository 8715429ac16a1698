// Beginnings and ends of operations as rows of numbers, made into lines only when they are written.
//
// So what a program waits for is a few stores, no object is made that a collection would have to
// look at, and the lines are made in one loop instead of between everything the program does.

import { LONGEST_PART, Lines, mostBytes, part } from './line.js';
import { OWN_IDS, place } from './thread.js';
import { quoted } from './text.js';

const COLUMNS = 7;
const ROWS = 2048;
const [FORM, NAME, ID, TIME, FIRST, SECOND, TEXT] = [0, 1, 2, 3, 4, 5, 6];

/** What a row is. */
const [BEGIN, END, RESPONSE] = [0, 1, 2];

/** A line without its name and what a program attached takes less. */
const REST_OF_LINE = 512;
const MILLION = 1e6;

const HEADS = ['b', 'e', 'e'].map((it) => part(`{"ph":"${it}","cat":"blink.user_timing","name":`));
const AFTER_NAME = part(`,"id":"${OWN_IDS}`);
const AFTER_ID = part(`",${place}`);
const PARENT = part(`,"parent":"${OWN_IDS}`);
const QUOTE = part('"');
const ATTRIBUTES = part(',"attrs":');
const CLOSE = part('}},\n');
const [FAILED, OK] = [false, true].map((it) => part(`,"args":{"ok":${it}`));
const STATUS = part(',"status":');
const BYTES = part(',"bytes":');
const ABORTED = [false, true].map((it) => part(`,"aborted":${it}`));

export class OperationLog {
  #writer;
  #onEnd;
  #rows = new Float64Array(ROWS * COLUMNS);
  #n = 0;
  /** Names of rows, which stay while they are few, and JSON of those that wait. */
  #names = new Names();
  #texts = [];
  #lines = new Lines();
  /** The second that was written last, as it stands in a line. */
  #second = -1;
  #secondPart;

  /** `onEnd(name, duration)` learns of each end that says how long it took, when it is written. */
  constructor(writer, onEnd) {
    this.#writer = writer;
    this.#onEnd = onEnd;
    writer.onFlush(() => this.write());
  }

  /** The number of the row's name comes back: `end` is quicker with it. `text` is JSON of
   * attributes. */
  begin(kind, name, id, time, parent, text) {
    const at = this.#row(BEGIN, name, undefined, id, time, text);
    this.#rows[at + FIRST] = parent ?? 0;
    this.#rows[at + SECOND] = kind;
    return this.#rows[at + NAME];
  }

  /** `text` is JSON of more members, with a comma before each. */
  end({ name, number, id }, time, isOk, duration, text) {
    const at = this.#row(END, name, number, id, time, text);
    this.#rows[at + FIRST] = isOk ? 1 : 0;
    this.#rows[at + SECOND] = duration;
  }

  /** The end of an incoming request. */
  respond({ name, number, id }, time, isWhole, status, bytes) {
    const at = this.#row(RESPONSE, name, number, id, time, undefined);
    // Whatever the program made of it: a whole number.
    const code = status | 0;
    this.#rows[at + FIRST] = isWhole ? code : -code;
    this.#rows[at + SECOND] = bytes;
  }

  /** Hands over what has come together. */
  write() {
    const rows = this.#rows;
    let n = 0;
    for (let row = 0, at = 0; row < this.#n; row += 1, at += COLUMNS) {
      const text = rows[at + TEXT] === 0 ? '' : this.#texts[rows[at + TEXT] - 1];
      if (!this.#lines.fits(LONGEST_PART + REST_OF_LINE + mostBytes(text))) {
        this.#writer.addLines(this.#lines.take(), n);
        n = 0;
      }
      this.#line(at, text);
      n += 1;
    }
    if (n > 0) this.#writer.addLines(this.#lines.take(), n);
    this.#n = 0;
    this.#texts.length = 0;
    this.#names.forgetSome();
  }

  #row(form, name, number, id, time, text) {
    if (this.#n === ROWS) this.write(); // before the name has a number: it may be forgotten then
    const rows = this.#rows;
    const at = this.#n * COLUMNS;
    this.#n += 1;
    rows[at] = form;
    rows[at + NAME] = number < MAX_KNOWN ? number : this.#names.of(name);
    rows[at + ID] = id;
    rows[at + TIME] = time;
    rows[at + TEXT] = text === undefined ? 0 : this.#texts.push(text);
    return at;
  }

  #line(at, text) {
    const [rows, lines] = [this.#rows, this.#lines];
    lines.put(HEADS[rows[at + FORM]]);
    lines.put(this.#names.part(rows[at + NAME]));
    lines.put(AFTER_NAME);
    lines.number(rows[at + ID]);
    lines.put(AFTER_ID);
    this.#time(rows[at + TIME]);
    const [first, second] = [rows[at + FIRST], rows[at + SECOND]];
    if (rows[at + FORM] === BEGIN) this.#begun(first, second, text);
    else if (rows[at + FORM] === END) this.#ended(first === 1, second, at, text);
    else this.#responded(first, second);
    lines.put(CLOSE);
  }

  #begun(parent, kind, text) {
    const lines = this.#lines;
    lines.put(KIND_PARTS[kind]);
    if (parent !== 0) {
      lines.put(PARENT);
      lines.number(parent);
      lines.put(QUOTE);
    }
    if (text === '') return;
    lines.put(ATTRIBUTES);
    lines.text(text);
  }

  #ended(isOk, duration, at, text) {
    if (duration >= 0) this.#onEnd(this.#names.name(this.#rows[at + NAME]), duration);
    this.#lines.put(isOk ? OK : FAILED);
    if (text !== '') this.#lines.text(text);
  }

  /** The status of one that was aborted is negative. */
  #responded(signed, bytes) {
    const lines = this.#lines;
    const status = Math.abs(signed);
    lines.put(signed > 0 && status < 400 ? OK : FAILED);
    lines.put(STATUS);
    lines.number(status);
    lines.put(BYTES);
    lines.number(bytes);
    lines.put(ABORTED[signed < 0 ? 1 : 0]);
  }

  /** Microseconds: all but the last six digits are seldom others than before. */
  #time(time) {
    const second = Math.floor(time / MILLION);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondPart = part(second === 0 ? '' : String(second));
    }
    this.#lines.put(this.#secondPart);
    if (second === 0) this.#lines.number(time);
    else this.#lines.digits(time - second * MILLION, 6);
  }
}

/** Kinds of operations, by number. */
const KINDS = ['op', 'http.server', 'measure', 'async'];
export const [OP, HTTP_SERVER, MEASURE, ASYNC] = KINDS.keys();
const KIND_PARTS = KINDS.map((it) => part(`,"args":{"kind":"${it}"`));

/** So many names are kept for ever. */
const MAX_KNOWN = 4096;

/** Names by number. */
class Names {
  #known = new Map();
  #names = [];
  #parts = [];

  of(name) {
    let at = this.#known.get(name);
    if (at === undefined) {
      at = this.#names.push(name) - 1;
      this.#parts.push(part(quoted(name)));
      if (at < MAX_KNOWN) this.#known.set(name, at);
    }
    return at;
  }

  name(at) {
    return this.#names[at];
  }

  /** Its JSON, as it stands in a line. */
  part(at) {
    return this.#parts[at];
  }

  /** Forgets those that are too many, with their numbers. */
  forgetSome() {
    if (this.#names.length <= MAX_KNOWN) return;
    this.#names.length = MAX_KNOWN;
    this.#parts.length = MAX_KNOWN;
  }
}
