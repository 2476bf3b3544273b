/** ONNX models that cannot be read, each with the sentence that says why and what to do. */
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../archive/files.ts';
import { type OnnxParts, writeOnnx } from '../../testing/write/onnx.ts';
import { readModel } from './readModel.ts';

const read = (parts: OnnxParts, others: readonly [string, Uint8Array][] = []) =>
  readModel(memoryFiles(new Map([['model.onnx', writeOnnx(parts)], ...others])), {});

const chain = (...ops: string[]) =>
  ops.map((opType, i) => ({
    ...{ opType, name: `node_${i}`, input: [i === 0 ? 'x' : `t${i - 1}`] },
    output: [i === ops.length - 1 ? 'y' : `t${i}`],
  }));

describe('a model with unsupported operators', () => {
  test.each([
    ['If', /"node_1" \(If\) chooses or repeats parts of the network.*without loops/],
    ['Loop', /\(Loop\) chooses or repeats/],
    ['QLinearConv', /quantised network.*before quantising/],
    ['DequantizeLinear', /quantised network/],
    ['RandomNormalLike', /random numbers.*noise_mode="const"/],
    ['TopK', /classifier or detector/],
    ['LSTM', /recurrent network/],
    ['Hardmax', /not a supported operator; express that step with other operators/],
  ])('%s is refused by name, with advice', async (op, sentence) => {
    await expect(read({ nodes: chain('Relu', op) })).rejects.toMatchObject({
      code: 'OPS_UNSUPPORTED',
      message: expect.stringMatching(sentence),
    });
  });

  test('reports all obstacles together, and none twice', async () => {
    const nodes = [
      { opType: 'Hardmax', name: 'a', input: ['x'], output: ['p'] },
      { opType: 'FusedConv', domain: 'com.microsoft', name: 'b', input: ['x'], output: ['q'] },
      { opType: 'Neg', name: 'after', input: ['p'], output: ['r'] },
      { opType: 'Add', name: 'sum', input: ['r', 'q'], output: ['y'] },
    ];
    await expect(read({ nodes })).rejects.toMatchObject({
      message: expect.stringMatching(
        /for 2 reasons: node "a" \(Hardmax\).*; node "b" \(FusedConv\) belongs to the extension "com.microsoft"/,
      ),
    });
  });

  test('does not mind them if no output needs them', async () => {
    const nodes = [...chain('Relu'), { opType: 'Hardmax', name: 'unused', input: ['x'], output: ['z'] }];
    expect((await read({ nodes })).outputs).toHaveLength(1);
  });

  test('says that a slice must be known', async () => {
    const mode = {
      name: 'coordinate_transformation_mode',
      s: new TextEncoder().encode('tf_crop_and_resize'),
    };
    const sizes = { name: 'sizes', dims: [4n], dataType: 7, int64Data: [Uint8Array.of(1, 3, 8, 8)] };
    const nodes = [
      {
        opType: 'Resize',
        name: 'cut',
        input: ['x', '', '', 'sizes'],
        output: ['y'],
        attribute: [mode] as never,
      },
    ];
    await expect(read({ nodes, weights: [sizes], input: [null, 3, 4, 4] })).rejects.toThrow(
      /"cut" \(Resize\) cuts a part out of its picture that depends on the latent or is not given/,
    );
  });

  test('names the unknown coordinates of a resize', async () => {
    const mode = {
      name: 'coordinate_transformation_mode',
      s: new TextEncoder().encode('of_my_own'),
    };
    const sizes = { name: 'sizes', dims: [4n], dataType: 7, int64Data: [Uint8Array.of(1, 3, 8, 8)] };
    const nodes = [
      {
        opType: 'Resize',
        name: 'crop',
        input: ['x', '', '', 'sizes'],
        output: ['y'],
        attribute: [mode] as never,
      },
    ];
    await expect(read({ nodes, weights: [sizes], input: [null, 3, 4, 4] })).rejects.toThrow(
      /"crop" \(Resize\) resizes with the coordinates "of_my_own"/,
    );
  });
});

describe('a model that is not a generator', () => {
  test('says that it takes pictures', async () => {
    await expect(read({ nodes: chain('Relu'), input: [null, 3, 224, 224] })).rejects.toMatchObject({
      code: 'SIGNATURE_UNUSABLE',
      message: expect.stringMatching(
        /takes pictures \(its input "x" is \[n, 3, 224, 224\]\).*only the generator or decoder/,
      ),
    });
  });

  test('says which input has no definite size', async () => {
    await expect(read({ nodes: chain('Relu'), input: [null, null] })).rejects.toThrow(
      /input "x".*fixed sizes for everything but the batch/,
    );
  });

  test('asks for one of several models', async () => {
    const other: [string, Uint8Array] = ['discriminator.onnx', writeOnnx({ nodes: chain('Relu') })];
    await expect(read({ nodes: chain('Relu') }, [other])).rejects.toThrow(
      /The input has 2 ONNX models \(discriminator.onnx, model.onnx\)\. Give only the generator's file\./,
    );
  });
});

describe('an inconsistent model', () => {
  test.each([
    ['of an old opset', { nodes: chain('Relu'), opset: 6 }, /opset 6; the oldest that can be read is 7/],
    [
      'with a cycle',
      { nodes: [{ opType: 'Neg', name: 'a', input: ['y'], output: ['y'] }] },
      /cycle at node "a"/,
    ],
    [
      'with an undefined input',
      { nodes: [{ opType: 'Neg', name: 'a', input: ['q'], output: ['y'] }] },
      /"q", which is not the output of any/,
    ],
    ['without nodes', { nodes: [] }, /holds no network/],
  ])('%s is refused', async (_, parts, sentence) => {
    await expect(read(parts)).rejects.toThrow(sentence);
  });
});

describe('weights in files beside the model', () => {
  const parts = (location: string, length = '16'): OnnxParts => ({
    nodes: [{ opType: 'Add', name: 'sum', input: ['x', 'w'], output: ['y'] }],
    weights: [
      {
        ...{ name: 'w', dims: [4n], dataType: 1, dataLocation: 1 },
        externalData: [
          { key: 'location', value: location },
          { key: 'offset', value: '8' },
          { key: 'length', value: length },
        ] as never,
      },
    ],
  });
  const bytes = new Uint8Array(Float32Array.of(9, 9, 1, 2, 3, 4).buffer);

  test('are read at their offset', async () => {
    const graph = await read(parts('./sub/weights.bin'), [['sub/weights.bin', bytes]]);
    const weight = [...graph.nodes.values()].find(({ constant }) => constant?.shape.join() === '4');
    expect(Array.from(weight!.constant!.load().data as Float32Array)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    [
      'that are missing',
      parts('weights.bin'),
      'VARIABLE_MISSING',
      /weights are in weights.bin, which is missing/,
    ],
    [
      'that are too short',
      parts('w.bin', '32'),
      'VARIABLE_MISSING',
      /lies beyond the end of w.bin, which has 24 bytes/,
    ],
    ['out of the folder', parts('../w.bin'), 'ARCHIVE_UNSAFE_PATH', /which is not next to the model/],
    ['at an absolute path', parts('/etc/passwd'), 'ARCHIVE_UNSAFE_PATH', /which is not next to the model/],
    ['at an invalid offset', parts('w.bin', 'many'), 'TENSOR_INVALID', /impossible position "many"/],
  ])('%s are refused', async (_, model, code, message) => {
    await expect(read(model, [['w.bin', bytes]])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
