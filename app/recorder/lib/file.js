// The file as an array of events: begun once, appended to by every thread, closed at most once.

import fs from 'node:fs';

/** Makes the file with its first line, unless it is there. */
export function begin(file) {
  try {
    const created = fs.openSync(file, 'wx');
    fs.writeSync(created, '[\n');
    fs.closeSync(created);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

/** Opens it so that each write lands whole at its end, also when others write. */
export const openForAppending = (file) => fs.openSync(file, 'a+');

/** Writes all of `bytes`; tells how many that were. */
export function append(descriptor, bytes) {
  let done = 0;
  while (done < bytes.length) done += fs.writeSync(descriptor, bytes, done);
  return bytes.length;
}

const CLOSING_BRACKET = 0x5d;
const lastByte = Buffer.alloc(1);

/** How large it is, and whether the array is closed: then nothing may follow. */
export function state(descriptor) {
  const { size } = fs.fstatSync(descriptor);
  const isRead = size > 2 && fs.readSync(descriptor, lastByte, 0, 1, size - 1) === 1;
  return { size, isClosed: isRead && lastByte[0] === CLOSING_BRACKET };
}
