// Lines of ASCII made as bytes, from parts that are bytes already, and from numbers.
//
// A text put together from ten parts leaves a kilobyte behind for the next collection of young
// objects; this leaves nothing.

/** Parts that are bytes may be so long. */
export const LONGEST_PART = 4096;
const SIZE = 64 * 1024;
const BILLION = 1e9;
const [ZERO, MINUS] = [0x30, 0x2d];
/** No character takes more bytes than this. */
const MOST_BYTES = 3;

/** A part, from a text of ASCII. */
export const part = (text) => Uint8Array.from(Buffer.from(text, 'latin1'));

export class Lines {
  #bytes = Buffer.allocUnsafeSlow(SIZE);
  #length = 0;

  /** Whether `most` more bytes fit. */
  fits(most) {
    return this.#length + most <= SIZE;
  }

  /** Takes out what stands here: it holds until something new is put in. */
  take() {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** Adds a part. */
  put(bytes) {
    const to = this.#bytes;
    const n = bytes.length;
    let at = this.#length;
    for (let i = 0; i < n; i += 1, at += 1) to[at] = bytes[i];
    this.#length = at;
  }

  /** Adds a text, which may hold any character. */
  text(text) {
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Adds a whole number. */
  number(number) {
    let rest = number;
    if (rest < 0) {
      this.#bytes[this.#length] = MINUS;
      this.#length += 1;
      rest = -rest;
    }
    if (rest >= BILLION) {
      const billions = Math.floor(rest / BILLION);
      this.number(billions);
      this.digits(rest - billions * BILLION, 9);
      return;
    }
    let n = 1;
    for (let bound = 10; rest >= bound; bound *= 10) n += 1;
    this.digits(rest, n);
  }

  /** Adds the last `n` digits of a number below a billion. */
  digits(number, n) {
    let rest = number | 0;
    for (let at = this.#length + n - 1; at >= this.#length; at -= 1) {
      const tenth = (rest / 10) | 0;
      this.#bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.#length += n;
  }
}

/** The most bytes of a text. */
export const mostBytes = (text) => text.length * MOST_BYTES;
