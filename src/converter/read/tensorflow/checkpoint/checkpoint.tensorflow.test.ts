/** Compared with checkpoints that TensorFlow wrote and read back (fixtures/checkpoints/make.py). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../archive/files.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';

interface Expected {
  dtype: string;
  shape: number[];
  values: (number | boolean | string)[] | string;
}

const folder = 'fixtures/checkpoints';
const expected: Record<string, Expected> = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8'));

function filesWithIndex(index: string) {
  const shards = [0, 1].map((i) => `variables.data-0000${i}-of-00002`);
  const read = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}`));
  return memoryFiles(
    new Map([
      ['variables/variables.index', read(index)],
      ...shards.map((name): [string, Uint8Array] => [`variables/${name}`, read(name)]),
    ]),
  );
}

/** Converts TensorFlow's values to the form in which a Tensor keeps them. */
function stored({ dtype, values }: Expected): ArrayLike<number | bigint> {
  if (dtype === 'uint8' && typeof values === 'string') return Uint8Array.from(Buffer.from(values, 'hex'));
  const list = [...values];
  if (dtype === 'float16') return Uint16Array.from(list.map((value) => halfBits(Number(value))));
  if (dtype === 'uint64') return BigUint64Array.from(list.map((value) => BigInt(value)));
  if (dtype === 'int64') return BigInt64Array.from(list.map((value) => BigInt(value)));
  if (dtype === 'float32') return Float32Array.from(list.map(Number));
  return list.map(Number);
}

/** Returns the bits of a value that float16 represents exactly. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.abs(value) / 2 ** exponent - 1;
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | (fraction * 1024);
}

describe.each(['variables.index', 'snappy.index'])('a checkpoint of two shards with %s', (index) => {
  let checkpoint: Checkpoint;
  beforeAll(async () => {
    checkpoint = await openCheckpoint(filesWithIndex(index), 'variables/variables');
  });

  it('lists each tensor once, partitioned ones included', () => {
    expect([...checkpoint.names]).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected).filter((name) => name !== 'words'))('gives %s as TensorFlow does', (name) => {
    const want = expected[name]!;
    const tensor = checkpoint.tensor(name);
    expect(checkpoint.describe(name)).toEqual({ dtype: want.dtype, shape: want.shape });
    expect(tensor.dtype).toBe(want.dtype);
    expect(tensor.shape).toEqual(want.shape);
    expect(Array.from(tensor.data as ArrayLike<number | bigint>)).toEqual(Array.from(stored(want)));
  });

  it('returns the strings of a string tensor', () => {
    const strings = checkpoint.strings('words').map((string) => Buffer.from(string).toString('hex'));
    expect(strings).toEqual(expected.words!.values);
    expect(() => checkpoint.tensor('words')).toThrow(expect.objectContaining({ code: 'TENSOR_INVALID' }));
  });

  it('returns the parts that restore ops ask for', () => {
    const whole = stored(expected.by_columns!);
    // [2, 2, 130, 3] in four parts along axis 2: 33, 33, 32, 32.
    const part = checkpoint.slice('by_columns', '2 2 130 3 0,2:0,2:66,32:0,3');
    expect(part.shape).toEqual([2, 2, 32, 3]);
    const at = (a: number, b: number, c: number, d: number) => whole[((a * 2 + b) * 130 + c) * 3 + d];
    for (const [a, b, c, d] of [
      [0, 0, 0, 0],
      [1, 0, 31, 2],
      [0, 1, 7, 1],
    ] as const) {
      expect(part.data[((a * 2 + b) * 32 + c) * 3 + d]).toBe(at(a, b, c + 66, d));
    }
    // A part that was not stored separately is cut out of the whole.
    const cut = checkpoint.slice('by_rows', '70 3 60,2:-');
    expect(Array.from(cut.data as Float32Array)).toEqual(
      Array.from(stored(expected.by_rows!)).slice(180, 186),
    );
    expect(checkpoint.slice('by_rows', '').shape).toEqual([70, 3]);
    expect(checkpoint.slice('by_rows', '70 3 -:-').shape).toEqual([70, 3]);
    expect(() => checkpoint.slice('by_rows', '70 3 60,20:-')).toThrow(
      expect.objectContaining({ code: 'GRAPH_INVALID' }),
    );
    expect(() => checkpoint.slice('by_rows', 'nonsense')).toThrow(
      expect.objectContaining({ code: 'GRAPH_INVALID' }),
    );
  });
});
