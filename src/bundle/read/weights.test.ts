import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GraphModelJson, type WeightSpec, Weights } from './weights.ts';

const spec = (name: string, shape: number[], more: Partial<WeightSpec> = {}): WeightSpec => ({
  name,
  shape,
  dtype: 'float32',
  ...more,
});

function modelOf(specs: WeightSpec[], whole: Uint8Array<ArrayBuffer>, cuts: number[]) {
  const edges = [
    0,
    ...cuts.filter((cut) => cut > 0 && cut < whole.length).sort((a, b) => a - b),
    whole.length,
  ];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let i = 1; i < edges.length; i++) files.set(`s${i}`, whole.slice(edges[i - 1], edges[i]));
  const model: GraphModelJson = {
    modelTopology: {},
    weightsManifest: [{ paths: [...files.keys()], weights: specs }],
  };
  return { model, files };
}

describe('Weights', () => {
  it('returns each weight whole, wherever the shards are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 9 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.nat(200), { maxLength: 8 }),
        (arrays, cuts) => {
          const whole = new Uint8Array(Float32Array.from(arrays.flat()).buffer);
          const specs = arrays.map((values, i) => spec(`w${i}`, [values.length]));
          const { model, files } = modelOf(specs, whole, cuts);
          const weights = new Weights(model, files, 'test');
          arrays.forEach((values, i) => {
            expect([...weights.floats(`w${i}`).data]).toEqual(values);
          });
        },
      ),
    );
  });

  it('widens halves and dequantises bytes, also at odd offsets', () => {
    const bytes = Uint8Array.of(7, 0, 0x3c, 0, 0xc0, 0, 1, 255);
    const specs = [
      spec('odd', [1], { quantization: { dtype: 'uint8', min: -1, scale: 0.5 } }),
      spec('half', [2], { quantization: { dtype: 'float16' } }),
      spec('byte', [3], { quantization: { dtype: 'uint8', min: 1, scale: 2 } }),
    ];
    const { model, files } = modelOf(specs, bytes, [3]);
    const weights = new Weights(model, files, 'test');
    expect([...weights.floats('odd').data]).toEqual([2.5]);
    expect([...weights.floats('half').data]).toEqual([1, -2]);
    expect([...weights.floats('byte').data]).toEqual([1, 3, 511]);
    const room = new Float32Array(2);
    expect([...weights.floats('half', room).data]).toEqual([1, -2]);
    expect([...room]).toEqual([1, -2]);
    // Too little room must not cut a weight short.
    expect([...weights.floats('byte', room).data]).toEqual([1, 3, 511]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses a weight that contains %f',
    (odd) => {
      const whole = new Uint8Array(Float32Array.of(1, 2, odd, 3).buffer);
      const { model, files } = modelOf([spec('good', [2]), spec('bad', [2])], whole, []);
      const weights = new Weights(model, files, 'test');
      expect([...weights.floats('good').data]).toEqual([1, 2]);
      expect(() => weights.floats('bad')).toThrow(/weight bad of test holds values that are not numbers/);
    },
  );

  it('names what is wrong', () => {
    const { model, files } = modelOf([spec('a', [2])], new Uint8Array(8), []);
    const weights = new Weights(model, files, 'face');
    expect(() => weights.floats('b')).toThrow(/face.*\bb\b/);
    expect(() => new Weights(model, new Map(), 'face')).toThrow(
      expect.objectContaining({ code: 'BUNDLE_FILE_MISSING' }),
    );
    expect(() => new Weights(model, new Map([['s1', new Uint8Array(7)]]), 'face')).toThrow(/8 bytes.*7/);
    const whole = modelOf([spec('n', [1], { dtype: 'int32' })], new Uint8Array(4), []);
    expect(() => new Weights(whole.model, whole.files, 'face').floats('n')).toThrow(/int32/);
    const odd = modelOf([spec('s', [1], { dtype: 'string' })], new Uint8Array(4), []);
    expect(() => new Weights(odd.model, odd.files, 'face')).toThrow(/string/);
  });
});
