import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZscapeError } from '../base/errors.ts';
import { readNpy, writeNpy } from './npy.ts';

const shapes = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 });

/** A .npy file with the given header, for reading files that we do not write. */
function npy(header: string, body: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    version,
    0,
    ...length,
    ...text,
    ...body,
  ]);
}

function float64Bytes(values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

function refusal(read: () => unknown): ZscapeError {
  try {
    read();
  } catch (error) {
    if (error instanceof ZscapeError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('.npy files', () => {
  test('keep the same bits and shape when written and read again', () => {
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.float()), (shape, values) => {
        const data = Float32Array.from(values.take(shape.reduce((product, side) => product * side, 1)));
        const bytes = writeNpy(data, shape);
        const back = readNpy(bytes);
        expect(back.shape).toEqual(shape);
        expect(new Uint32Array(back.data.buffer)).toEqual(new Uint32Array(data.buffer));
        expect((bytes.length - 4 * data.length) % 64).toBe(0);
        // The result does not depend on the position in a larger buffer.
        const moved = new Uint8Array(bytes.length + 3);
        moved.set(bytes, 3);
        expect(readNpy(moved.subarray(3)).shape).toEqual(shape);
      }),
    );
  });

  test("are byte for byte the same as NumPy's", () => {
    // np.save of np.arange(3, dtype='<f4'), NumPy 1.26
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    const expected = npy(`${header.padEnd(117)}\n`, new Uint8Array(Float32Array.of(0, 1, 2).buffer));
    expect(writeNpy(Float32Array.of(0, 1, 2), [3])).toEqual(expected);
  });

  test('written by NumPy can be read: the latents of the fixtures', () => {
    const { data, shape } = readNpy(readFileSync(new URL('../../fixtures/hub_a/z.npy', import.meta.url)));
    expect(shape).toEqual([4, 512]);
    const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
  });

  test('of float64 and of version 2 can be read', () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }\n";
    for (const version of [1, 2]) {
      const { data, shape } = readNpy(npy(header, float64Bytes([0.1, -3]), version));
      expect(shape).toEqual([2, 1]);
      expect([...data]).toEqual([Math.fround(0.1), -3]);
    }
  });

  test.each([
    ['nothing', new Uint8Array(0), 'not a NumPy'],
    ['another format', new TextEncoder().encode('GIF89a, and more'), 'not a NumPy'],
    ['a future version', npy('{}', new Uint8Array(0), 9), 'version 9'],
    ['no dictionary', npy('hello', new Uint8Array(0)), 'does not say'],
    [
      'whole numbers',
      npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8)),
      "'<i8'",
    ],
    [
      'big-endian',
      npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(4)),
      'little-endian',
    ],
    [
      'Fortran order',
      npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", new Uint8Array(4)),
      'Fortran',
    ],
    [
      'an absurd size',
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1048576, 1048576), }", new Uint8Array(4)),
      'too many',
    ],
    [
      'an absurd side',
      npy(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999999,), }",
        new Uint8Array(4),
      ),
      'too many',
    ],
    [
      'a spare byte',
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(5)),
      'holds 5',
    ],
  ])('with %s are refused with an explanation', (_, bytes, words) => {
    const error = refusal(() => readNpy(bytes, 'latent.npy'));
    expect(error.code).toBe('NPY_INVALID');
    expect(error.message).toContain('latent.npy');
    expect(error.message).toContain(words);
  });

  test('that were cut anywhere are refused', () => {
    const bytes = writeNpy(Float32Array.of(1, 2, 3), [3]);
    for (let length = 0; length < bytes.length; length++) {
      expect(refusal(() => readNpy(bytes.subarray(0, length))).code).toBe('NPY_INVALID');
    }
  });
});
