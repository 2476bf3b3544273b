import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../graph/tensor.ts';
import { utf8 } from '../../testing/bytes.ts';
import { trainedProgan, withHeader, writeSafetensors } from '../../testing/write/safetensors.ts';
import { readSafetensors } from './format.ts';
import { readProganSafetensors } from './progan.ts';

const config = { res: 8, base: 8, max: 4, latent: 3 };
const metadata = { config: JSON.stringify(config) };

describe('a .safetensors file', () => {
  it('returns the tensors that were written, as views', () => {
    const tensors = new Map<string, Tensor>([
      ['a', { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -2) }],
      ['b', { dtype: 'uint8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
      ['none', { dtype: 'float64', shape: [0, 4], data: new Float64Array(0) }],
    ]);
    const bytes = writeSafetensors(tensors, { trained: 'yes' });
    const file = readSafetensors(bytes, 'it');
    expect(file.metadata).toEqual({ trained: 'yes' });
    expect(file.tensors).toEqual(tensors);
    expect(file.tensors.get('a')!.data.buffer).toBe(bytes.buffer);
  });

  const good = writeSafetensors(trainedProgan(config, 1), metadata);
  it('is refused when it is truncated anywhere', () => {
    for (let length = 0; length < good.length; length += 3) {
      expect(() => readProganSafetensors(good.subarray(0, length), 'it'), `cut at ${length}`).toThrow(
        expect.objectContaining({ code: 'ARCHIVE_UNREADABLE' }),
      );
    }
  });

  const data = new Uint8Array(16);
  const entry = (fields: object) =>
    withHeader(JSON.stringify({ a: { dtype: 'F32', shape: [4], data_offsets: [0, 16], ...fields } }), data);
  const bad: [string, Uint8Array, string][] = [
    ['a header that is no JSON', withHeader('{nonsense', data), 'ARCHIVE_UNREADABLE'],
    ['a header that is a list', withHeader('{"a":[[[]]]}', data), 'ARCHIVE_UNREADABLE'],
    [
      'a header of 2^63 bytes',
      new Uint8Array([...new Uint8Array(7), 0x80, ...utf8('{}')]),
      'ARCHIVE_UNREADABLE',
    ],
    ['an unknown type', entry({ dtype: 'F8_E4M3' }), 'TENSOR_INVALID'],
    ['a place past the end', entry({ data_offsets: [0, 20] }), 'ARCHIVE_UNREADABLE'],
    ['a place that runs backwards', entry({ data_offsets: [16, 0] }), 'ARCHIVE_UNREADABLE'],
    ['a negative place', entry({ data_offsets: [-4, 12] }), 'ARCHIVE_UNREADABLE'],
    ['a shape of other size', entry({ shape: [5] }), 'TENSOR_INVALID'],
    ['a shape whose product overflows', entry({ shape: [2 ** 32, 2 ** 32] }), 'TENSOR_INVALID'],
    ['a tensor of 2^40 elements', entry({ shape: [2 ** 20, 2 ** 20] }), 'TENSOR_INVALID'],
    ['metadata that is no text', withHeader('{"__metadata__":{"a":1}}', data), 'ARCHIVE_UNREADABLE'],
  ];
  it.each(bad)('is refused with %s', (_, bytes, code) => {
    expect(() => readSafetensors(bytes, 'it')).toThrow(expect.objectContaining({ code }));
  });
});

describe('a trained ProGAN', () => {
  const weights = trainedProgan(config, 2);
  const read = (tensors: ReadonlyMap<string, Tensor>, text: Record<string, string> | undefined = metadata) =>
    readProganSafetensors(writeSafetensors(tensors, text), 'it');

  it('has its kernels transposed to [height, width, in, out] and scaled', () => {
    const { kernel, bias } = read(weights).blocks[1]!.conv0;
    const raw = weights.get('ema.c0.1.w')!;
    expect(kernel.shape).toEqual([3, 3, 4, 2]);
    const [o, i, y, x] = [1, 2, 0, 2];
    const stored = raw.data[((o * 4 + i) * 3 + y) * 3 + x] as number;
    expect(kernel.data[((y * 3 + x) * 4 + i) * 2 + o]).toBeCloseTo(stored * Math.sqrt(2 / 36), 6);
    expect(bias.data).toEqual(weights.get('ema.c0.1.b')!.data);
    expect(read(weights).blocks[1]!.rgb.kernel.shape).toEqual([1, 1, 2, 3]);
  });

  it('uses the moving average if there is one, otherwise the generator', () => {
    const generator = trainedProgan(config, 3, 'generator');
    const of = (tensors: ReadonlyMap<string, Tensor>) => read(tensors).blocks[0]!.conv0.bias.data;
    expect(of(new Map([...generator, ...weights]))).toEqual(weights.get('ema.c0.0.b')!.data);
    expect(of(generator)).toEqual(generator.get('generator.c0.0.b')!.data);
  });

  const changed = (name: string, tensor: Tensor | undefined) => {
    const tensors = new Map(weights);
    if (tensor === undefined) tensors.delete(name);
    else tensors.set(name, tensor);
    return tensors;
  };
  const nan = { ...weights.get('ema.c1.1.b')!, data: Float32Array.of(0, Number.NaN) };
  const bad: [string, () => unknown, string, RegExp][] = [
    ['without a config', () => read(weights, {}), 'MODULE_INVALID', /config/],
    ['with a config that is no JSON', () => read(weights, { config: '{' }), 'MODULE_INVALID', /not JSON/],
    [
      'of 48 px',
      () => read(weights, { config: JSON.stringify({ ...config, res: 48 }) }),
      'MODULE_INVALID',
      /48/,
    ],
    ['of text sizes', () => read(weights, { config: '{"res":"8"}' }), 'MODULE_INVALID', /res/],
    ['without a layer', () => read(changed('ema.c1.1.w', undefined)), 'MODULE_INVALID', /ema\.c1\.1\.w/],
    [
      'with a layer of other shape',
      () => read(changed('ema.c1.1.w', weights.get('ema.c1.0.w'))),
      'TENSOR_INVALID',
      /ema\.c1\.1\.w/,
    ],
    ['with NaN weights', () => read(changed('ema.c1.1.b', nan)), 'TENSOR_INVALID', /not finite/],
    ['with no generator', () => read(new Map([['x', nan]])), 'MODULE_INVALID', /is not a generator/],
  ];
  it.each(bad)('%s is refused', (_, run, code, sentence) => {
    expect(run).toThrow(expect.objectContaining({ code, message: expect.stringMatching(sentence) }));
  });
});
