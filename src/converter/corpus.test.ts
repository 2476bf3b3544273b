/**
 * Bad modules of every imaginable kind, made here: each is refused with its code and a sentence, quickly and in little
 * memory.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { toPlainError } from '../base/errors.ts';
import { memoryFiles } from './archive/files.ts';
import { convert } from './convert.ts';
import { dtypeNumber } from './graph/dtypes.ts';
import type { Tensor } from './graph/tensor.ts';
import { FunctionDefLibrarySchema } from './read/proto/gen/tensorflow/function_pb.ts';
import { NodeDefSchema } from './read/proto/gen/tensorflow/node_def_pb.ts';
import { type SavedModel, SavedModelSchema } from './read/proto/gen/tensorflow/saved_model_pb.ts';
import { concat, utf8, varint } from './testing/bytes.ts';
import { latentNode } from './testing/progan/graph.ts';
import { proganModule } from './testing/progan/module.ts';
import { proganWeights } from './testing/progan/weights.ts';
import { attr, GraphWriter, shapeInit } from './testing/write/graph.ts';

const layout = { latent: 4, channels: [3, 2] };
const good = proganModule(layout);
type Files = Map<string, Uint8Array>;

function withFile(path: string, change: (bytes: Uint8Array) => Uint8Array): Files {
  return new Map(good).set(path, change(good.get(path)!.slice()));
}

function withGraph(change: (model: SavedModel) => void, from: Files = good): Files {
  const model = fromBinary(SavedModelSchema, from.get('saved_model.pb')!);
  change(model);
  return new Map(from).set('saved_model.pb', toBinary(SavedModelSchema, model));
}

function node(model: SavedModel, name: string) {
  return model.metaGraphs[0]!.graphDef!.node.find((one) => one.name === name)!;
}

function withWeight(name: string, change: (tensor: Tensor) => Tensor): Files {
  const weights = proganWeights(layout, 1);
  weights.set(name, change(weights.get(name)!));
  return proganModule(layout, { weights });
}

/** Replaces the constant of the clip or of the blend by one of `shape`, whose single value stands for all. */
function withConstant(shape: readonly number[], dtype = dtypeNumber('float32')): Files {
  return withGraph((model) => {
    const value = { dtype, tensorShape: shapeInit(shape), floatVal: [1] };
    node(model, 'Const').attr.value = create(NodeDefSchema, {
      attr: { value: { value: { case: 'tensor', value } } },
    }).attr.value!;
  });
}

const kernel = 'progressive_gan_generator/progressive_gan_block_1/conv1/conv2d/kernel';
const graphFile = 'saved_model.pb';
const index = 'variables/variables.index';
const data = 'variables/variables.data-00000-of-00001';

/** Adds to the picture the mean of `op` applied to a large tensor. */
function withLarge(shape: readonly number[], op: 'Sqrt' | 'BatchMatMulV2'): Files {
  return withGraph((model) => {
    const graph = new GraphWriter();
    const float = { T: attr.type('float32') };
    // Depends on the latent, so it is not a constant.
    const mean = graph.add('Mean', 'of_latent', [latentNode, graph.ints('both', [0, 1], 'int32')], float);
    const one = graph.add(
      'Reshape',
      'one',
      [
        mean,
        graph.ints(
          'ranks',
          shape.map(() => 1),
          'int32',
        ),
      ],
      float,
    );
    const large = graph.add('Tile', 'large', [one, graph.ints('times', shape, 'int32')], float);
    const more = graph.add(op, 'more', op === 'Sqrt' ? [large] : [large, large], float);
    const added = graph.add('Mean', 'mean', [more, graph.ints('all', [...shape.keys()], 'int32')], float);
    const output = node(model, 'output');
    graph.add('AddV2', 'with_mean', [output.input[0]!, added], float);
    output.input[0] = 'with_mean';
    model.metaGraphs[0]!.graphDef!.node.push(...graph.nodes);
  });
}

/** Sends the picture through a function of twenty nodes, five thousand times. */
function withCalls(): Files {
  return withGraph((model) => {
    const graphDef = model.metaGraphs[0]!.graphDef!;
    const T = attr.type('float32');
    const steps = Array.from({ length: 20 }, (_, i) =>
      create(NodeDefSchema, {
        name: `step_${i}`,
        op: 'Neg',
        input: [i === 0 ? 'x' : `step_${i - 1}:y:0`],
        attr: { T },
      }),
    );
    graphDef.library = create(FunctionDefLibrarySchema, {
      function: [
        {
          signature: { name: 'twenty', inputArg: [{ name: 'x' }], outputArg: [{ name: 'y' }] },
          nodeDef: steps,
          ret: { y: 'step_19:y:0' },
        },
      ],
    });
    const output = node(model, 'output');
    for (let i = 0; i < 5000; i++) {
      const call = { value: { case: 'func' as const, value: { name: 'twenty' } } };
      graphDef.node.push(
        create(NodeDefSchema, {
          name: `call_${i}`,
          op: 'PartitionedCall',
          input: [output.input[0]!],
          attr: { f: call },
        }),
      );
      output.input[0] = `call_${i}`;
    }
  });
}

/** Encodes an attribute that is a function whose attribute is a function, and so on, 60,000 levels deep. */
function nested(): Uint8Array {
  // From the inside out: value (2) of a map's entry, attr (2) of NameAttrList, func (10) of AttrValue.
  const fields = [0x12, 0x12, 0x52];
  // value (2) of the map's entry, attr (5) of NodeDef, node (1), graph_def (2), meta_graphs (2).
  const outer = [0x12, 0x2a, 0x0a, 0x12, 0x12];
  const heads: Uint8Array[] = [];
  let size = 0;
  const wrap = (tag: number) => {
    const head = concat([Uint8Array.of(tag), varint(size)]);
    heads.push(head);
    size += head.length;
  };
  for (let depth = 0; depth < 60_000; depth++) for (const tag of fields) wrap(tag);
  for (const tag of outer) wrap(tag);
  return concat(heads.reverse());
}

const corpus: [string, () => Files, string][] = [
  ['no files at all', () => new Map(), 'MODULE_INVALID'],
  ['no graph', () => new Map([...good].filter(([path]) => path !== graphFile)), 'MODULE_INVALID'],
  ['an empty graph file', () => withFile(graphFile, () => new Uint8Array(0)), 'MODULE_INVALID'],
  [
    'a graph that is a web page',
    () => withFile(graphFile, () => utf8('<!doctype html><p>No')),
    'PROTOBUF_INVALID',
  ],
  [
    'a graph cut in half',
    () => withFile(graphFile, (bytes) => bytes.subarray(0, bytes.length / 2)),
    'PROTOBUF_INVALID',
  ],
  [
    'a length past the end',
    () => withFile(graphFile, () => Uint8Array.of(0x12, 0xff, 0xff, 0xff, 0xff, 0x07)),
    'PROTOBUF_INVALID',
  ],
  ['messages nested without end', () => withFile(graphFile, nested), 'PROTOBUF_INVALID'],
  ['no index', () => new Map([...good].filter(([path]) => path !== index)), 'CHECKPOINT_CORRUPT'],
  ['no weights', () => new Map([...good].filter(([path]) => path !== data)), 'CHECKPOINT_CORRUPT'],
  [
    'an index cut off',
    () => withFile(index, (bytes) => bytes.subarray(0, bytes.length - 5)),
    'CHECKPOINT_CORRUPT',
  ],
  [
    'an index with a wrong checksum',
    () => withFile(index, (bytes) => bytes.fill(7, 20, 21)),
    'CHECKPOINT_CORRUPT',
  ],
  [
    'weights cut off',
    () => withFile(data, (bytes) => bytes.subarray(0, bytes.length - 1)),
    'CHECKPOINT_CORRUPT',
  ],
  [
    'one bit of the weights flipped',
    () => withFile(data, (bytes) => bytes.fill(bytes[9]! ^ 1, 9, 10)),
    'CHECKPOINT_CORRUPT',
  ],
  [
    'weights of another network',
    () => {
      const other = proganModule({ latent: 4, channels: [5, 2] });
      return new Map(other).set(graphFile, good.get(graphFile)!);
    },
    'TENSOR_INVALID',
  ],
  [
    'a NaN weight',
    () =>
      withWeight(kernel, ({ data: values, ...rest }) => ({
        ...rest,
        data: (values as Float32Array).map((value, i) => (i === 3 ? Number.NaN : value)),
      })),
    'TENSOR_INVALID',
  ],
  [
    'a cycle',
    () =>
      withGraph((model) => {
        node(model, 'progressive_gan_generator/AddN').input[0] = 'output';
      }),
    'GRAPH_INVALID',
  ],
  [
    'a node that feeds itself',
    () =>
      withGraph((model) => {
        node(model, 'output').input[0] = 'output';
      }),
    'GRAPH_INVALID',
  ],
  [
    'an edge to nowhere',
    () =>
      withGraph((model) => {
        node(model, 'output').input[0] = 'nowhere';
      }),
    'GRAPH_INVALID',
  ],
  [
    'two nodes of one name',
    () =>
      withGraph((model) => {
        model.metaGraphs[0]!.graphDef!.node.push(node(model, 'output'));
      }),
    'GRAPH_INVALID',
  ],
  [
    'an unknown op',
    () =>
      withGraph((model) => {
        node(model, 'progressive_gan_generator/AddN').op = 'NoSuchOp';
      }),
    'OPS_UNSUPPORTED',
  ],
  ['a constant of unknown type', () => withConstant([], 99), 'TENSOR_INVALID'],
  ['a constant of 2^40 elements', () => withConstant([2 ** 20, 2 ** 20]), 'TENSOR_INVALID'],
  ['a constant whose size overflows', () => withConstant([2 ** 40, 2 ** 40]), 'TENSOR_INVALID'],
  ['a constant of negative size', () => withConstant([-5]), 'TENSOR_INVALID'],
  ['a constant of 1 GB in a few bytes', () => withConstant([2 ** 28]), 'TENSOR_INVALID'],
  ['a tensor of 10 GB', () => withLarge([1, 25_000, 25_000, 4], 'Sqrt'), 'MODEL_TOO_LARGE'],
  ['a product that takes minutes', () => withLarge([1, 8192, 8192], 'BatchMatMulV2'), 'MODEL_TOO_SLOW'],
  [
    'a loop',
    () =>
      withGraph((model) => {
        node(model, 'output').op = 'While';
      }),
    'OPS_UNSUPPORTED',
  ],
  [
    'no signature',
    () =>
      withGraph((model) => {
        model.metaGraphs[0]!.signatureDef = {};
      }),
    'SIGNATURE_UNUSABLE',
  ],
  [
    'no graphs',
    () =>
      withGraph((model) => {
        model.metaGraphs = [];
      }),
    'MODULE_INVALID',
  ],
];

describe('a module with', () => {
  it.each(corpus)(
    '%s is refused',
    async (_, files, code) => {
      const bad = files();
      const before = process.memoryUsage().rss;
      const outcome = await convert(memoryFiles(bad), { id: 'bad', verify: 0, calibration: 'none' }).then(
        () => ({ code: 'converted', message: '' }),
        (error: unknown) => toPlainError(error),
      );
      expect(`${outcome.code}: ${outcome.message}`).toMatch(new RegExp(`^${code}: .{15,}[.?]$`, 's'));
      expect(process.memoryUsage().rss - before).toBeLessThan(5e8);
    },
    20_000,
  );
});

describe('an unusually long module', () => {
  it('that calls a function five thousand times is read in linear time', async () => {
    const { manifest } = await convert(memoryFiles(withCalls()), { id: 'long', calibration: 'none' });
    expect(manifest.generator.family).toBe('graph');
  }, 120_000);
});
