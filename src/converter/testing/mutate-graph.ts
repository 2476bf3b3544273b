/** Random damage to a graph that still parses: wrong edges, ops, attributes, shapes and constants. */
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Random } from '../../base/random.ts';
import type { NodeDef } from '../proto/gen/tensorflow/node_def_pb.ts';
import { SavedModelSchema } from '../proto/gen/tensorflow/saved_model_pb.ts';
import type { TensorShapeProto } from '../proto/gen/tensorflow/tensor_shape_pb.ts';

const oddNumbers = [0, 1, -1, 2, 3, 5, 7, -2, 1 << 20, 2 ** 31 - 1, -(2 ** 31), 1000, 65536];
const hugeSizes = [0n, -1n, -7n, 1n, 3n, 1n << 20n, 1n << 31n, 1n << 40n, (1n << 62n) + 1n];
const ops = [
  ...[
    'Identity',
    'Mul',
    'AddV2',
    'Conv2D',
    'MatMul',
    'Reshape',
    'Tile',
    'Pad',
    'Mean',
    'Transpose',
    'ConcatV2',
  ],
  ...['Pack', 'Fill', 'Range', 'StridedSlice', 'BatchToSpaceND', 'ResizeNearestNeighbor', 'Split', 'Gather'],
  ...['Squeeze', 'ExpandDims', 'BroadcastTo', 'Cast', 'Shape', 'FusedBatchNormV3', 'Conv2DBackpropInput'],
  ...[
    'Select',
    'Sum',
    'SomethingNew',
    'Slice',
    'Unpack',
    'MaxPool',
    'DepthToSpace',
    'PlaceholderWithDefault',
  ],
];

/** @returns a SavedModel with one to four things wrong. */
export function mutatedGraph(savedModel: Uint8Array, random: Random): Uint8Array {
  const model = fromBinary(SavedModelSchema, savedModel);
  const nodes = model.metaGraphs.flatMap((graph) => [
    ...(graph.graphDef?.node ?? []),
    ...(graph.graphDef?.library?.function ?? []).flatMap((f) => f.nodeDef),
  ]);
  const used = nodes.filter((node) => !node.name.startsWith('save') && !node.name.includes('Initializer'));
  for (let i = 0; i <= random.below(4); i++) damage(used, random);
  return toBinary(SavedModelSchema, model);
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[random.below(list.length)]!;
}

function damage(nodes: readonly NodeDef[], random: Random): void {
  const node = pick(nodes, random);
  switch (random.below(6)) {
    case 0:
      if (node.input.length > 0) node.input[random.below(node.input.length)] = pick(nodes, random).name;
      return;
    case 1:
      node.op = pick(ops, random);
      return;
    case 2:
      if (random.below(2) === 0) node.input.pop();
      else node.input.push(pick(nodes, random).name);
      return;
    case 3:
      node.op = pick(nodes, random).op;
      return;
    default:
      damageAttribute(
        random.below(2) === 0
          ? node
          : pick(
              nodes.filter((other) => other.op === 'Const'),
              random,
            ),
        random,
      );
  }
}

function damageAttribute(node: NodeDef, random: Random): void {
  const names = Object.keys(node.attr).sort();
  const { value } = node.attr[pick(names, random)] ?? {};
  if (value === undefined) return;
  switch (value.case) {
    case 'tensor': {
      const tensor = value.value;
      const how = random.below(4);
      if (how === 0) damageShape(tensor.tensorShape, random);
      else if (how === 1) tensor.dtype = random.below(30);
      else if (tensor.tensorContent.length > 0) {
        const at = random.below(tensor.tensorContent.length);
        tensor.tensorContent = tensor.tensorContent.with(at, pick([0, 1, 2, 127, 128, 255], random));
      } else {
        tensor.intVal = tensor.intVal.map(() => pick(oddNumbers, random));
        tensor.floatVal = tensor.floatVal.map(() => pick([...oddNumbers, Number.NaN, 1e38], random));
      }
      return;
    }
    case 'shape':
      return damageShape(value.value, random);
    case 'i':
      value.value = BigInt(pick(oddNumbers, random));
      return;
    case 'b':
      value.value = !value.value;
      return;
    case 'type':
      value.value = random.below(30);
      return;
    case 's':
      value.value = new TextEncoder().encode(pick(['SAME', 'VALID', 'EXPLICIT', 'NCHW', 'NHWC', ''], random));
      return;
    case 'list':
      value.value.i = value.value.i.map(() => BigInt(pick(oddNumbers, random)));
      if (random.below(3) === 0) value.value.i = value.value.i.slice(1);
  }
}

function damageShape(shape: TensorShapeProto | undefined, random: Random): void {
  if (shape === undefined || shape.dim.length === 0) return;
  if (random.below(5) === 0) shape.dim = shape.dim.slice(1);
  else pick(shape.dim, random).size = pick(hugeSizes, random);
}
