/** Random damage to an ONNX model that still parses: wrong graphs, shapes, types, attributes and weights. */
import type { Random } from '../../../base/random.ts';
import type { ModelProto, NodeProto } from '../../read/proto/gen/onnx/onnx_pb.ts';
import { mutate } from './bytes.ts';

const sizes = [0n, 1n, -1n, -7n, 3n, 100n, 1n << 20n, 1n << 40n, (1n << 62n) + 1n];
const floats = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 1e30];
const types = [0, 1, 2, 6, 7, 9, 10, 11, 16, 17, 99, -1];
const ops = [
  'NoSuchOp',
  'Identity',
  'Reshape',
  'Conv',
  'ConvTranspose',
  'Resize',
  'Expand',
  'Tile',
  'Split',
  'If',
  'Pad',
  'Gather',
];

type Mutation = (model: ModelProto, node: NodeProto, random: Random) => void;

const mutations: readonly Mutation[] = [
  function rewire({ graph }, node, random) {
    // Also to a later node, which makes a cycle.
    const names = graph!.node.flatMap(({ output }) => output);
    if (node.input.length > 0)
      node.input[random.below(node.input.length)] = pick([...names, '', 'nowhere'], random);
  },
  function otherWeight({ graph }, node, random) {
    const weight = pick(graph!.initializer, random);
    if (weight !== undefined && node.input.length > 0)
      node.input[random.below(node.input.length)] = weight.name;
  },
  function fewerInputs(_, node) {
    node.input.pop();
  },
  function moreOutputs(_, node, random) {
    node.output.push(`more_${random.below(3)}`);
  },
  function otherOp({ graph }, node, random) {
    node.opType = random.below(2) === 0 ? pick(ops, random) : pick(graph!.node, random).opType;
  },
  function removeNode({ graph }, node) {
    graph!.node.splice(graph!.node.indexOf(node), 1);
  },
  function dropAttribute(_, node, random) {
    if (node.attribute.length > 0) node.attribute.splice(random.below(node.attribute.length), 1);
  },
  function attributeValue(_, node, random) {
    const attribute = pick(node.attribute, random);
    if (attribute === undefined) return;
    attribute.i = pick(sizes, random);
    attribute.f = pick(floats, random);
    if (attribute.ints.length > 0) attribute.ints[random.below(attribute.ints.length)] = pick(sizes, random);
    if (attribute.s.length > 0) attribute.s = mutate(attribute.s, random);
  },
  function shape({ graph }, _, random) {
    const weight = pick(graph!.initializer, random);
    if (weight !== undefined) weight.dims[random.below(weight.dims.length + 1)] = pick(sizes, random);
  },
  function weight({ graph }, _, random) {
    const tensor = pick(graph!.initializer, random);
    if (tensor === undefined) return;
    const kind = random.below(3);
    if (kind === 0) tensor.dataType = pick(types, random);
    else if (kind === 1 && tensor.rawData.length > 0) tensor.rawData = mutate(tensor.rawData, random);
    else tensor.dataLocation = 1;
  },
  function input({ graph }, _, random) {
    const dims = pick(graph!.input, random)?.type?.tensorType?.shape?.dim ?? [];
    const dim = pick(dims, random);
    if (dim !== undefined) dim.dimValue = pick(sizes, random);
  },
  function opset(model, _, random) {
    model.opsetImport[0]!.version = pick([...sizes, 9n, 11n, 13n, 18n, 22n], random);
  },
];

/** Mutates `model` in place, one to three times. */
export function mutateOnnx(model: ModelProto, random: Random): void {
  for (let n = 1 + random.below(3); n > 0; n--) {
    const node = pick(model.graph!.node, random);
    if (node !== undefined) pick(mutations, random)(model, node, random);
  }
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)]!;
}
