// Collects lines as bytes and appends them to the file, whole.
//
// Bytes, not one long text: a text that grows lives through many collections of young objects, each
// of which would copy its pieces.

import { append, openForAppending, state } from './file.js';

/** So many bytes are written at once, without waiting for the next tick. */
const FULL = 64 * 1024;

/** What every thread may still write once the file is as large as it may be: its end. */
const RESERVE = 4096;

/** No character takes more bytes than this. */
const MOST_BYTES = 3;

const [COMMA, NEWLINE] = [0x2c, 0x0a];

export class Writer {
  #descriptor;
  #bytes = Buffer.allocUnsafeSlow(2 * FULL);
  #length = 0;
  #nPending = 0;
  #maxBytes;
  #sources = [];
  /** Nothing more is taken: the file is full, closed, or cannot be written. */
  isOver = false;
  /** Bytes this thread has written. */
  bytes = 0;
  /** Events that were not written. */
  lost = 0;

  constructor(file, maxBytes) {
    this.#descriptor = openForAppending(file);
    this.#maxBytes = maxBytes;
  }

  /** `source` is called before each write, and adds what it has kept for itself. */
  onFlush(source) {
    this.#sources.push(source);
  }

  /** Takes one event: JSON, without the comma. */
  add(event) {
    if (this.isOver) {
      this.lost += 1;
      return;
    }
    const most = event.length * MOST_BYTES + 2;
    if (this.#length + most > this.#bytes.length) this.#flushBytes();
    if (most > this.#bytes.length) {
      this.#write(Buffer.from(`${event},\n`), 1);
      return;
    }
    let at = this.#length;
    at += this.#bytes.write(event, at);
    this.#bytes[at] = COMMA;
    this.#bytes[at + 1] = NEWLINE;
    this.#length = at + 2;
    this.#nPending += 1;
    if (this.#length >= FULL) this.#flushBytes();
  }

  /** Takes the bytes of `n` whole lines, at most as many as are written at once. */
  addLines(lines, n) {
    if (this.isOver) {
      this.lost += n;
      return;
    }
    if (this.#length + lines.length > this.#bytes.length) this.#flushBytes();
    this.#bytes.set(lines, this.#length);
    this.#length += lines.length;
    this.#nPending += n;
    if (this.#length >= FULL) this.#flushBytes();
  }

  /** Writes what has come together. */
  flush() {
    for (const source of this.#sources) source();
    this.#flushBytes();
  }

  /** Writes what has come together and a last event, which may close the array. */
  end(event, closes) {
    this.flush();
    const line = event();
    if (!state(this.#descriptor).isClosed) {
      this.#append(Buffer.from(closes ? `${line}\n]` : `${line},\n`), 1);
    }
    this.isOver = true;
  }

  #flushBytes() {
    if (this.#nPending === 0) return;
    const [length, n] = [this.#length, this.#nPending];
    this.#length = 0;
    this.#nPending = 0;
    this.#write(this.#bytes.subarray(0, length), n);
  }

  #write(bytes, n) {
    const { size, isClosed } = state(this.#descriptor);
    if (this.isOver || isClosed || size + bytes.length + RESERVE > this.#maxBytes) {
      this.isOver = true;
      this.lost += n;
      return;
    }
    this.#append(bytes, n);
  }

  #append(bytes, n) {
    try {
      this.bytes += append(this.#descriptor, bytes);
    } catch {
      // A full disk, for one: the program goes on without being recorded.
      this.isOver = true;
      this.lost += n;
    }
  }
}
