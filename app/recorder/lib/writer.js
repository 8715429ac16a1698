// Collects lines and appends them to the file, whole.

import { append, openForAppending, state } from './file.js';

/** So many characters are written at once, without waiting for the next tick. */
const FULL = 64 * 1024;

/** What every thread may still write once the file is as large as it may be: its end. */
const RESERVE = 4096;

export class Writer {
  #descriptor;
  #pending = '';
  #nPending = 0;
  #maxBytes;
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

  /** Takes one event: JSON, without the comma. */
  add(event) {
    if (this.isOver) {
      this.lost += 1;
      return;
    }
    this.#pending += event;
    this.#pending += ',\n';
    this.#nPending += 1;
    if (this.#pending.length >= FULL) this.flush();
  }

  /** Writes what has come together. */
  flush() {
    if (this.#nPending === 0) return;
    const [text, n] = [this.#pending, this.#nPending];
    this.#pending = '';
    this.#nPending = 0;
    const { size, isClosed } = state(this.#descriptor);
    if (this.isOver || isClosed || size + text.length + RESERVE > this.#maxBytes) {
      this.isOver = true;
      this.lost += n;
      return;
    }
    this.#write(text, n);
  }

  /** Writes what has come together and a last event, which may close the array. */
  end(event, closes) {
    this.flush();
    const line = event();
    if (!state(this.#descriptor).isClosed) this.#write(closes ? `${line}\n]` : `${line},\n`, 1);
    this.isOver = true;
  }

  #write(text, n) {
    try {
      this.bytes += append(this.#descriptor, text);
    } catch {
      // A full disk, for one: the program goes on without being recorded.
      this.isOver = true;
      this.lost += n;
    }
  }
}
