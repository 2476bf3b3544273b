/** NumPy's file format, version 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */

/** @param rows all of one length. @returns bytes of a float32 array [rows, columns] in C order. */
export function float32Npy(rows: readonly Float32Array[]): Uint8Array {
  const columns = rows[0]?.length ?? 0;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${columns}), }`;
  const before = 10;
  // The numbers begin at a multiple of 64 bytes; the header ends in a newline.
  const header = `${text.padEnd(Math.ceil((before + text.length + 1) / 64) * 64 - before - 1)}\n`;
  const bytes = new Uint8Array(before + header.length + rows.length * columns * 4);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), before);
  let at = before + header.length;
  for (const row of rows) {
    for (const value of row) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
