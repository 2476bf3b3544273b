/** HDF5 as the converter sees it, and the protection of this machine's time and memory from damaged files. */
import { readFileSync } from 'node:fs';
import { zlibSync } from 'fflate';
import { Filters } from 'jsfive';
import { describe, expect, test } from 'vitest';
import { mostChunkBytes } from './guards.ts';
import { type Hdf5Group, openHdf5 } from './hdf5.ts';

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../fixtures/${name}`, import.meta.url)));

describe('an HDF5 file', () => {
  test('has groups, texts in one attribute or several, and tensors', async () => {
    const file = await openHdf5(bytesOf('keras/keras2-split-attributes.h5'), 'split.h5');
    expect(file.keys).toEqual(expect.arrayContaining(['model_weights']));
    expect(JSON.parse(file.text('model_config')!)).toMatchObject({ class_name: 'Functional' });
    const weights = file.group('model_weights')!;
    expect(weights.names('layer_names')).toContain('separable_conv2d');
    expect(weights.names('nothing')).toBeUndefined();
    expect(weights.group('dense')!.tensor('dense/kernel:0')).toMatchObject({
      dtype: 'float32',
      shape: [5, 16],
    });
    expect(weights.tensor('dense/no/such/place')).toBeUndefined();
    expect(weights.group('constructor')).toBeUndefined();
  });

  test('keeps contiguous tensors as views of itself', async () => {
    const bytes = bytesOf('keras/keras2-dcgan.h5');
    const file = await openHdf5(bytes, 'plain.h5');
    const { data } = file.tensor('model_weights/dense/dense/kernel:0')!.load();
    expect(data.buffer).toBe(bytes.buffer);
  });

  test('assembles chunks once', async () => {
    const file = await openHdf5(bytesOf('keras/keras2-gzip.h5'), 'gzip.h5');
    const plain = await openHdf5(bytesOf('keras/keras2-dcgan.h5'), 'plain.h5');
    const path = 'model_weights/conv2d_transpose/conv2d_transpose/kernel:0';
    const tensor = file.tensor(path)!;
    expect(tensor.load().data).toBe(tensor.load().data);
    expect(tensor.shape).toEqual(plain.tensor(path)!.shape);
  });

  test('that is truncated says so', async () => {
    const bytes = bytesOf('keras/keras2-dcgan.h5');
    const refused = openHdf5(bytes.slice(0, 60), 'cut.h5');
    await expect(refused).rejects.toMatchObject({
      code: 'MODULE_INVALID',
      message: expect.stringMatching(/cut\.h5.*damaged/),
    });
  });

  test('whose chunk unpacks without end is stopped', async () => {
    await openHdf5(bytesOf('keras/keras2-gzip.h5'), 'gzip.h5');
    const bomb = zlibSync(new Uint8Array(mostChunkBytes + 1), { level: 1 });
    expect(() => Filters.get(1)!(bomb.slice().buffer, 4)).toThrow(/unpacks to more/);
  });
});

describe('a crafted tree', () => {
  const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

  /** Replaces the tree whose root is at `root` by one of `levels`; every node has `entries` links to the next. */
  function fannedOut(
    bytes: Uint8Array,
    root: number,
    keyBytes: number,
    levels: number,
    entries: number,
  ): Uint8Array {
    const nodeBytes = 24 + entries * (keyBytes + 8) + keyBytes;
    const made = new Uint8Array(bytes.length + levels * nodeBytes);
    made.set(bytes);
    const view = new DataView(made.buffer);
    for (let level = levels; level > 0; level--) {
      const at = bytes.length + (levels - level) * nodeBytes;
      made.set(bytes.subarray(root, root + 24), at);
      view.setUint8(at + 5, level);
      view.setUint16(at + 6, entries, true);
      const next = level === 1 ? root : at + nodeBytes;
      for (let i = 0; i < entries; i++)
        view.setBigUint64(at + 24 + i * (keyBytes + 8) + keyBytes, BigInt(next), true);
    }
    let pointed = 0;
    for (let at = 0; at + 8 <= bytes.length; at++)
      if (view.getBigUint64(at, true) === BigInt(root)) {
        view.setBigUint64(at, BigInt(bytes.length), true);
        pointed++;
      }
    expect(pointed).toBeGreaterThan(0);
    return made;
  }

  function treesOf(bytes: Uint8Array, type: number): number[] {
    const found: number[] = [];
    for (let at = latin(bytes).indexOf('TREE'); at !== -1; at = latin(bytes).indexOf('TREE', at + 1))
      if (bytes[at + 4] === type) found.push(at);
    return found;
  }

  /** Finds the first chunk's key: it begins at zero in every dimension, and its address is not zero. */
  function keyBytesAt(bytes: Uint8Array, root: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    let keyBytes = 8;
    while (view.getBigUint64(root + 24 + keyBytes, true) === 0n) keyBytes += 8;
    return keyBytes;
  }

  /** Reads every group and every tensor. */
  function readAll(group: Hdf5Group): void {
    for (const key of group.keys) {
      const inner = group.group(key);
      if (inner) readAll(inner);
      else group.tensor(key)?.load();
    }
  }

  // The library would visit 60 ** 8 nodes.
  test.each([
    ['of groups', 'keras/keras2-dcgan.h5', 0],
    ['of chunks', 'keras/keras2-gzip.h5', 1],
  ])('%s is refused in any place', async (_, name, type) => {
    const bytes = bytesOf(name);
    readAll(await openHdf5(bytes, name));
    const roots = treesOf(bytes, type);
    expect(roots.length).toBeGreaterThan(0);
    for (const root of roots) {
      const crafted = fannedOut(bytes, root, type === 0 ? 8 : keyBytesAt(bytes, root), 8, 60);
      const read = async () => readAll(await openHdf5(crafted, 'crafted.h5'));
      await expect(read(), `the tree at ${root}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(MODULE|TENSOR)_INVALID$/),
      });
    }
  });

  const dense = bytesOf('hdf5/many-links.h5');
  const at = (signature: string, k = 0): number => {
    let found = -1;
    for (let i = 0; i <= k; i++) found = latin(dense).indexOf(signature, found + 1);
    return found;
  };
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const bytes = dense.slice();
    change(new DataView(bytes.buffer));
    return bytes;
  };

  test('with the newest layout is read', async () => {
    const file = await openHdf5(dense, 'dense.h5');
    expect(file.group('model_weights')!.keys).toHaveLength(60);
  });

  test.each([
    // The root node links to itself; it claims to be on the fourth level.
    [
      'tree that points to itself',
      changed((view) => {
        view.setUint16(at('BTHD') + 12, 4, true);
        for (let p = at('BTIN'); p < at('BTIN') + 400; p++)
          if (view.getBigUint64(p, true) === BigInt(at('BTLF')))
            view.setBigUint64(p, BigInt(at('BTIN')), true);
      }),
    ],
    [
      'heap that points to itself',
      changed((view) => {
        view.setUint16(at('FRHP') + 140, 60_000, true);
        for (let i = 0; i < 200; i++) view.setBigUint64(at('FHIB') + 18 + 8 * i, BigInt(at('FHIB')), true);
      }),
    ],
    [
      'heap whose blocks are one and the same',
      changed((view) => {
        for (let i = 0; i < 4; i++) view.setBigUint64(at('FHIB') + 18 + 8 * i, BigInt(at('FHDB')), true);
      }),
    ],
  ])('in the newest layout with a %s is refused', async (_, bytes) => {
    expect(latin(bytes)).not.toBe(latin(dense));
    const read = async () => readAll(await openHdf5(bytes, 'crafted.h5'));
    await expect(read()).rejects.toMatchObject({ code: 'MODULE_INVALID' });
  });
});
