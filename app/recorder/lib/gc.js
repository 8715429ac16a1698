// Garbage collections of this thread: by V8's trace where it may be taken, which costs next to
// nothing; by performance entries in workers, and in programs that take traces themselves.

import { ObservedCollections } from './gc-observed.js';
import { TracedCollections, mayTrace } from './gc-traced.js';

export class Collections {
  #writer;
  #source;

  constructor(writer, session) {
    this.#writer = writer;
    if (mayTrace()) this.#source = TracedCollections.start(writer, session);
    this.#source ??= new ObservedCollections(writer);
  }

  /** Writes those that came since the last time. */
  write() {
    if (this.#source.write()) return;
    // The program takes a trace of its own by now, whose events would all come here, too.
    this.#source = new ObservedCollections(this.#writer);
  }

  /** Writes the rest. */
  finish() {
    this.#source.finish();
  }
}

