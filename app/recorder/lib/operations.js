// Operations: what has a name, a beginning and mostly an end.

import { AsyncLocalStorage } from 'node:async_hooks';

import { Durations } from './durations.js';
import { at, newId } from './thread.js';
import { nowUs } from './clock.js';
import { attached, failure, quoted } from './text.js';

const HEAD = '{"ph":"b","cat":"blink.user_timing","name":';
const TAIL = '{"ph":"e","cat":"blink.user_timing","name":';

export class Operations {
  #writer;
  /** Holds the id of the operation that is running; nothing where parents are not asked for. */
  #current;
  durations = new Durations();

  constructor(writer, { parents }) {
    this.#writer = writer;
    this.#current = parents ? new AsyncLocalStorage() : undefined;
  }

  /** The id of the operation around what is running now. */
  parent() {
    return this.#current?.getStore();
  }

  /** Begins an operation inside of `parent`. */
  begin(kind, name, parent, attributes) {
    const id = newId();
    const start = nowUs();
    const attrs = attached(attributes);
    this.#writer.add(
      `${HEAD}${quoted(name)},"id":"${id}",${at(start)},"args":{"kind":"${kind}"` +
        (parent === undefined ? '' : `,"parent":"${parent}"`) +
        (attrs === undefined ? '}}' : `,"attrs":${attrs}}}`),
    );
    return { id, name, start };
  }

  /** Ends it. `rest` is JSON of more members, such as `,"status":200`. */
  end(operation, isOk, rest = '') {
    const end = nowUs();
    this.#writer.add(
      `${TAIL}${quoted(operation.name)},"id":"${operation.id}",${at(end)},"args":{"ok":${isOk}${rest}}}`,
    );
    return end - operation.start;
  }

  /** One that is over already, such as a `performance.measure`. */
  whole(kind, name, start, end) {
    const id = newId();
    this.#writer.add(
      `${HEAD}${quoted(name)},"id":"${id}",${at(start)},"args":{"kind":"${kind}"}}`,
    );
    this.#writer.add(`${TAIL}${quoted(name)},"id":"${id}",${at(end)},"args":{"ok":true}}`);
  }

  /** What runs from now on, until the present callback is over and in all it starts, is inside. */
  enter(operation) {
    this.#current?.enterWith(operation.id);
  }

  /** Calls `fn` as an operation; what it returns or throws is returned or thrown. */
  profile(name, fn, attributes) {
    const operation = this.begin('op', name, this.parent(), attributes);
    let result;
    try {
      result = this.#current === undefined ? fn() : this.#current.run(operation.id, fn);
    } catch (error) {
      this.#fail(operation, error);
      throw error;
    }
    if (typeof result?.then !== 'function') {
      this.#succeed(operation);
      return result;
    }
    return result.then(
      (value) => {
        this.#succeed(operation);
        return value;
      },
      (error) => {
        this.#fail(operation, error);
        throw error;
      },
    );
  }

  #succeed(operation) {
    this.durations.add(operation.name, this.end(operation, true));
  }

  #fail(operation, error) {
    this.durations.add(operation.name, this.end(operation, false, failure(error)));
  }
}
