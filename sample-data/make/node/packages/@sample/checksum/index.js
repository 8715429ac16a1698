// The hot function of the `async-server` recording. The checksum is worked out
// bit by bit, without the usual table, because it is meant to be slow.

const POLYNOMIAL = 0xedb88320;

export function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
