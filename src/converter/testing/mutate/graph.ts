/** Random damage to a SavedModel that still parses: wrong graphs, shapes, types and constants. */
import { create } from '@bufbuild/protobuf';
import type { Random } from '../../../base/random.ts';
import type { MetaGraphDef } from '../../read/proto/gen/tensorflow/meta_graph_pb.ts';
import type { NodeDef } from '../../read/proto/gen/tensorflow/node_def_pb.ts';
import type { SavedModel } from '../../read/proto/gen/tensorflow/saved_model_pb.ts';
import { TensorShapeProtoSchema } from '../../read/proto/gen/tensorflow/tensor_shape_pb.ts';
import { mutate } from './bytes.ts';

const sizes = [0n, 1n, -1n, -7n, 3n, 1n << 20n, 1n << 40n, (1n << 62n) + 1n];
const types = [0, 1, 2, 3, 7, 9, 10, 14, 19, 20, 23, 99, 101, -1];
const ops = [
  'Identity',
  'NoSuchOp',
  'Const',
  'Placeholder',
  'Reshape',
  'Conv2D',
  'MatMul',
  'Switch',
  'Merge',
  'VariableV2',
];

type Mutation = (graph: MetaGraphDef, node: NodeDef, random: Random) => void;

const mutations: readonly Mutation[] = [
  function rewire(graph, node, random) {
    if (node.input.length === 0) return;
    // Also to a later node, which makes a cycle.
    const target = pick(graph.graphDef!.node, random).name;
    const output = pick(['', ':0', ':1', ':99', ':x'], random);
    node.input[random.below(node.input.length)] = target + output;
  },
  function toNowhere(_, node, random) {
    if (node.input.length > 0)
      node.input[random.below(node.input.length)] = pick(['', '^', ':', 'nowhere'], random);
  },
  function fewerInputs(_, node) {
    node.input.pop();
  },
  function moreInputs(graph, node, random) {
    node.input.push(pick(graph.graphDef!.node, random).name);
  },
  function otherOp(graph, node, random) {
    node.op = random.below(2) === 0 ? pick(ops, random) : pick(graph.graphDef!.node, random).op;
  },
  function removeNode(graph, node) {
    graph.graphDef!.node.splice(graph.graphDef!.node.indexOf(node), 1);
  },
  function twice(graph, node) {
    graph.graphDef!.node.push(node);
  },
  function dropAttribute(_, node, random) {
    const names = Object.keys(node.attr);
    if (names.length > 0) delete node.attr[pick(names, random)];
  },
  function otherAttribute(graph, node, random) {
    const names = Object.keys(node.attr);
    const other = Object.values(pick(graph.graphDef!.node, random).attr);
    if (names.length > 0 && other.length > 0) node.attr[pick(names, random)] = pick(other, random);
  },
  function attributeValue(_, node, random) {
    const { value } = pick(Object.values(node.attr), random) ?? {};
    if (value?.case === 'type') value.value = pick(types, random);
    if (value?.case === 'i') value.value = pick(sizes, random);
    if (value?.case === 'f') value.value = pick([Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e30], random);
    if (value?.case === 's')
      value.value = mutate(value.value.length > 0 ? value.value : Uint8Array.of(65), random);
    if (value?.case === 'list') value.value.i = value.value.i.map(() => pick(sizes, random));
    if (value?.case === 'shape') for (const dim of value.value.dim) dim.size = pick(sizes, random);
  },
  function constant(_, node, random) {
    const value = node.attr.value?.value;
    if (value?.case !== 'tensor') return;
    const tensor = value.value;
    const kind = random.below(4);
    if (kind === 0) tensor.dtype = pick(types, random);
    else if (kind === 1 && tensor.tensorContent.length > 0)
      tensor.tensorContent = mutate(tensor.tensorContent, random);
    else if (kind === 2) tensor.floatVal = [pick([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e38], random)];
    else tensor.tensorShape = create(TensorShapeProtoSchema, { dim: [{ size: pick(sizes, random) }] });
  },
  function signature(graph, _, random) {
    const signatures = Object.values(graph.signatureDef);
    const infos = signatures.flatMap(({ inputs, outputs }) => [
      ...Object.values(inputs),
      ...Object.values(outputs),
    ]);
    const info = pick(infos, random);
    if (info === undefined) return;
    const kind = random.below(3);
    if (kind === 0) info.name = `${pick(graph.graphDef!.node, random).name}:${random.below(3)}`;
    else if (kind === 1) info.dtype = pick(types, random);
    else for (const dim of info.tensorShape?.dim ?? []) dim.size = pick(sizes, random);
  },
];

/** Mutates `model` in place, one to three times. */
export function mutateGraph(model: SavedModel, random: Random): void {
  for (let n = 1 + random.below(3); n > 0; n--) {
    const graph = model.metaGraphs[0]!;
    const node = pick(graph.graphDef!.node, random);
    if (node !== undefined) pick(mutations, random)(graph, node, random);
  }
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)]!;
}
