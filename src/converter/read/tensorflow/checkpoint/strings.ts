/** String tensors of a checkpoint: lengths as varints, a checksum of the lengths, then the bytes of all strings. */
import { corrupt } from './corrupt.ts';
import { maskedCrc32c } from './crc.ts';
import { ByteCursor } from './varint.ts';

/**
 * Reads the strings.
 * @param bytes of the whole entry.
 * @param crc masked, of the entry: over lengths (as four bytes each), their stored checksum, and the strings.
 * @returns views of `bytes`.
 * @throws CHECKPOINT_CORRUPT naming `what`.
 */
export function readStrings(
  bytes: Uint8Array,
  count: number,
  crc: number,
  file: string,
  what: string,
): Uint8Array[] {
  const fail = (why: string) => corrupt(file, `${what}: ${why}`);
  if (count > bytes.length) throw fail('it has more strings than bytes');
  const cursor = new ByteCursor(bytes, fail);
  const lengths: number[] = [];
  for (let i = 0; i < count; i++) lengths.push(cursor.varint());
  const storedLengthsCrc = cursor.take(4);
  const strings = lengths.map((length) => cursor.take(length));
  if (!cursor.done) throw fail('bytes are left over');
  const checked = new Uint8Array(4 * count + 4 + bytes.length);
  const view = new DataView(checked.buffer);
  lengths.forEach((length, i) => {
    view.setUint32(4 * i, length, true);
  });
  const lengthsCrc = new DataView(storedLengthsCrc.buffer, storedLengthsCrc.byteOffset).getUint32(0, true);
  if (maskedCrc32c(checked.subarray(0, 4 * count)) !== lengthsCrc)
    throw fail('its lengths do not match their checksum');
  checked.set(storedLengthsCrc, 4 * count);
  let at = 4 * count + 4;
  for (const string of strings) {
    checked.set(string, at);
    at += string.length;
  }
  if (maskedCrc32c(checked.subarray(0, at)) !== crc) throw fail('its checksum is wrong');
  return strings;
}
