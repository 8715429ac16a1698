// Operations: what has a name, a beginning and mostly an end.

import { AsyncLocalStorage } from 'node:async_hooks';

import { Durations } from './durations.js';
import { MEASURE, OP, OperationLog } from './operation-log.js';
import { newId } from './thread.js';
import { nowUs } from './clock.js';
import { attached, failure } from './text.js';

/** In place of a duration that nobody asks for. */
const UNTOLD = -1;

/** One that has begun. A class, as is all that is made again and again: V8 gives objects of literals
 * that begin with the same members the same layout, whoever makes them, and a number in `id` that
 * fits no integer would make all of the program's `{id, name, ..}` larger and slower. */
class Operation {
  constructor(id, name, start) {
    this.id = id;
    this.name = name;
    this.number = 0;
    this.start = start;
  }
}

export class Operations {
  #log;
  /** Holds the id of the operation that is running; nothing where parents are not asked for. */
  #current;
  #durations = new Durations();

  constructor(writer, { parents }) {
    this.#log = new OperationLog(writer, (name, duration) => this.#durations.add(name, duration));
    this.#current = parents ? new AsyncLocalStorage() : undefined;
  }

  /** The id of the operation around what is running now. */
  parent() {
    return this.#current?.getStore();
  }

  /** Begins an operation inside of `parent`. */
  begin(kind, name, parent, attributes) {
    const operation = new Operation(newId(), name, nowUs());
    operation.number =
      this.#log.begin(kind, name, operation.id, operation.start, parent, attached(attributes));
    return operation;
  }

  /** Ends one that was no call. */
  end(operation, isOk) {
    this.#log.end(operation, nowUs(), isOk, UNTOLD, undefined);
  }

  /** Ends an incoming request. */
  respond(operation, isWhole, status, bytes) {
    this.#log.respond(operation, nowUs(), isWhole, status, bytes);
  }

  /** One that is over already: a `performance.measure`. */
  measure(name, start, end) {
    const operation = new Operation(newId(), name, start);
    operation.number = this.#log.begin(MEASURE, name, operation.id, start, undefined, undefined);
    this.#log.end(operation, end, true, UNTOLD, undefined);
  }

  /** Statistics of calls by name. */
  stats() {
    this.#log.write();
    return this.#durations.stats();
  }

  /** What runs from now on, until the present callback is over and in all it starts, is inside. */
  enter(operation) {
    this.#current?.enterWith(operation.id);
  }

  /** Calls `fn` as an operation; what it returns or throws is returned or thrown. */
  profile(name, fn, attributes) {
    const operation = this.begin(OP, name, this.parent(), attributes);
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
    const end = nowUs();
    this.#log.end(operation, end, true, end - operation.start, undefined);
  }

  #fail(operation, error) {
    const end = nowUs();
    this.#log.end(operation, end, false, end - operation.start, failure(error));
  }
}
