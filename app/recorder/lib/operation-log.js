// Beginnings and ends of operations as rows of numbers, made into text only when they are written.
//
// So what a program waits for is a few stores, no object is made that a collection would have to
// look at, and the text is made in one loop instead of between everything the program does.

import { OWN_IDS, idText, place } from './thread.js';
import { quoted } from './text.js';

const COLUMNS = 7;
const ROWS = 2048;
const [FORM, NAME, ID, TIME, FIRST, SECOND, TEXT] = [0, 1, 2, 3, 4, 5, 6];

/** What a row is. */
const [BEGIN, END, RESPONSE] = [0, 1, 2];

/** Text is handed over in pieces of about so many characters. */
const PIECE = 16 * 1024;

const HEADS = ['b', 'e', 'e'].map((it) => `{"ph":"${it}","cat":"blink.user_timing","name":`);
const AFTER_NAME = `,"id":"${OWN_IDS}`;
const AFTER_ID = `",${place}`;

/** Three digits of every number below a thousand. */
const DIGITS = Array.from({ length: 1000 }, (_, it) => String(it).padStart(3, '0'));

export class OperationLog {
  #writer;
  #onEnd;
  #rows = new Float64Array(ROWS * COLUMNS);
  #n = 0;
  /** Names of rows, which stay while they are few, and JSON of those that wait. */
  #names = new Names();
  #texts = [];
  /** The second that was written last, as text. */
  #second = -1;
  #secondText = '';

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
    this.#rows[at + FIRST] = isWhole ? status : -status;
    this.#rows[at + SECOND] = bytes;
  }

  /** Hands over what has come together. */
  write() {
    const rows = this.#rows;
    let [lines, n] = ['', 0];
    const handOver = () => {
      if (n > 0) this.#writer.addLines(lines, n);
      [lines, n] = ['', 0];
    };
    for (let row = 0, at = 0; row < this.#n; row += 1, at += COLUMNS) {
      const text = rows[at + TEXT];
      const line = HEADS[rows[at]] + this.#names.text(rows[at + NAME]) + AFTER_NAME + rows[at + ID] + AFTER_ID
        + this.#time(rows[at + TIME]) + this.#rest(at, text === 0 ? '' : this.#texts[text - 1]);
      if (text !== 0) {
        handOver();
        this.#writer.add(line); // what a program attaches need not be ASCII
        continue;
      }
      lines += `${line},\n`;
      n += 1;
      if (lines.length > PIECE) handOver();
    }
    handOver();
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

  /** What stands behind the time. */
  #rest(at, text) {
    const rows = this.#rows;
    const [first, second] = [rows[at + FIRST], rows[at + SECOND]];
    if (rows[at] === BEGIN) {
      const parent = first === 0 ? '' : `,"parent":"${idText(first)}"`;
      return `,"args":{"kind":"${KINDS[second]}"${parent}${text === '' ? '' : `,"attrs":${text}`}}}`;
    }
    if (rows[at] === END) {
      if (second >= 0) this.#onEnd(this.#names.name(rows[at + NAME]), second);
      return first === 1 && text === '' ? ',"args":{"ok":true}}' : `,"args":{"ok":${first === 1}${text}}}`;
    }
    const status = Math.abs(first);
    return `,"args":{"ok":${first > 0 && status < 400},"status":${status},"bytes":${second},"aborted":${first < 0}}}`;
  }

  /** Microseconds as text: all but the last six digits are seldom others than before. */
  #time(time) {
    const second = Math.floor(time / 1e6);
    if (second < 1) return String(time);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = String(second);
    }
    const rest = time - second * 1e6;
    const thousands = Math.floor(rest / 1e3);
    return this.#secondText + DIGITS[thousands] + DIGITS[rest - thousands * 1e3];
  }
}

/** Kinds of operations, by number. */
const KINDS = ['op', 'http.server', 'measure', 'async'];
export const [OP, HTTP_SERVER, MEASURE, ASYNC] = KINDS.keys();

/** So many names are kept for ever. */
const MAX_KNOWN = 4096;

/** Names by number. */
class Names {
  #known = new Map();
  #names = [];
  #texts = [];

  of(name) {
    let at = this.#known.get(name);
    if (at === undefined) {
      at = this.#names.push(name) - 1;
      this.#texts.push(quoted(name));
      if (at < MAX_KNOWN) this.#known.set(name, at);
    }
    return at;
  }

  name(at) {
    return this.#names[at];
  }

  text(at) {
    return this.#texts[at];
  }

  /** Forgets those that are too many, with their numbers. */
  forgetSome() {
    if (this.#names.length <= MAX_KNOWN) return;
    this.#names.length = MAX_KNOWN;
    this.#texts.length = MAX_KNOWN;
  }
}
