/** HDF5 as the converter sees it, and what keeps a damaged file from taking this machine's time and memory. */
import { readFileSync } from 'node:fs';
import { zlibSync } from 'fflate';
import { Filters } from 'jsfive';
import { describe, expect, test } from 'vitest';
import { mostChunkBytes } from './guards.ts';
import { openHdf5 } from './hdf5.ts';

const bytesOf = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../fixtures/keras/${name}`, import.meta.url)));

describe('an HDF5 file', () => {
  test('gives groups, texts in one attribute or several, and tensors', async () => {
    const file = await openHdf5(bytesOf('keras2-split-attributes.h5'), 'split.h5');
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

  test('keeps tensors of one piece as views of itself', async () => {
    const bytes = bytesOf('keras2-dcgan.h5');
    const file = await openHdf5(bytes, 'plain.h5');
    const { data } = file.tensor('model_weights/dense/dense/kernel:0')!.load();
    expect(data.buffer).toBe(bytes.buffer);
  });

  test('puts chunks together once', async () => {
    const file = await openHdf5(bytesOf('keras2-gzip.h5'), 'gzip.h5');
    const plain = await openHdf5(bytesOf('keras2-dcgan.h5'), 'plain.h5');
    const path = 'model_weights/conv2d_transpose/conv2d_transpose/kernel:0';
    const tensor = file.tensor(path)!;
    expect(tensor.load().data).toBe(tensor.load().data);
    expect(tensor.shape).toEqual(plain.tensor(path)!.shape);
  });

  test('that is cut off says so', async () => {
    const bytes = bytesOf('keras2-dcgan.h5');
    const refused = openHdf5(bytes.slice(0, 60), 'cut.h5');
    await expect(refused).rejects.toMatchObject({
      code: 'MODULE_INVALID',
      message: expect.stringMatching(/cut\.h5.*damaged/),
    });
  });

  test('whose chunk unpacks without end is stopped', async () => {
    await openHdf5(bytesOf('keras2-gzip.h5'), 'gzip.h5');
    const bomb = zlibSync(new Uint8Array(mostChunkBytes + 1), { level: 1 });
    expect(() => Filters.get(1)!(bomb.slice().buffer, 4)).toThrow(/unpacks to more/);
  });
});
