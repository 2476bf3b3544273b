/**
 * Files of named tensors in the safetensors format (Hugging Face): eight bytes with the header's length, the header as
 * JSON (the type, shape and byte range of each tensor, and named texts under `__metadata__`), and the tensors' bytes,
 * little endian, without gaps.
 */

/** One tensor of float32 in C order. */
export interface NamedTensor {
  /** Unique in its file; `__metadata__` is not a name. */
  name: string;
  /** Its product is the length of `data`. */
  shape: readonly number[];
  data: Float32Array;
}

const metadataName = '__metadata__';
/** The tensors' bytes start at a multiple of this number, as in the format's own library. */
const alignment = 8;

/**
 * Writes tensors as a file, in the given order.
 * @throws RangeError for a duplicate name, the reserved name, or a shape that does not match its numbers
 */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: [name: string, entry: object][] = [];
  if (Object.keys(metadata).length > 0) header.push([metadataName, metadata]);
  const seen = new Set([metadataName]);
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (seen.has(name)) throw new RangeError(`The name ${name} is taken.`);
    seen.add(name);
    if (shape.reduce((product, side) => product * side, 1) !== data.length)
      throw new RangeError(`${data.length} numbers do not fill the shape [${shape}] of ${name}.`);
    const begin = end;
    end += 4 * data.length;
    header.push([name, { dtype: 'F32', shape, data_offsets: [begin, end] }]);
  }
  // An object would put names that look like numbers first.
  const json = `{${header.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const padded = Math.ceil(text.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + padded + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { data } of tensors) {
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
