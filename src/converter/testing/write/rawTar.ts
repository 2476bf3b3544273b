/** Tar archives built header by header, including ones that no honest tool writes. */
import { concat, utf8 } from '../bytes.ts';

export interface RawTarEntry {
  readonly name: string;
  readonly body?: Uint8Array;
  /** '0' file, '1' hard link, '2' symbolic link, '5' folder, ... */
  readonly type?: string;
  readonly link?: string;
  /** The size claimed by the header, if not the body's. */
  readonly claimedSize?: number;
}

/** Writes POSIX ustar, with the two empty blocks at the end. */
export function rawTar(entries: readonly RawTarEntry[]): Uint8Array<ArrayBuffer> {
  const parts = entries.flatMap((entry) => {
    const body = entry.body ?? new Uint8Array(0);
    return [header(entry, entry.claimedSize ?? body.length), body, new Uint8Array(-body.length & 511)];
  });
  return concat([...parts, new Uint8Array(1024)]);
}

function header(entry: RawTarEntry, size: number): Uint8Array {
  const block = new Uint8Array(512);
  const put = (at: number, text: string) => block.set(utf8(text), at);
  put(0, entry.name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  if (size < 8 ** 11) put(124, `${size.toString(8).padStart(11, '0')}\0`);
  else putBase256(block, size);
  put(136, '13132434000\0');
  put(156, entry.type ?? '0');
  put(157, entry.link ?? '');
  put(257, 'ustar\x0000');
  put(148, '        ');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** Writes sizes above 8 GB in GNU's form. */
function putBase256(block: Uint8Array, size: number): void {
  block[124] = 0x80;
  for (let at = 135, rest = size; at > 124 && rest > 0; at--, rest = Math.floor(rest / 256))
    block[at] = rest % 256;
}
