/**
 * Converts TensorFlow's GraphDef to the converter's graph: only the nodes that the signature's outputs need, with
 * functions inlined.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Attributes } from '../../graph/attributes.ts';
import { withDefaults } from '../../graph/defaults.ts';
import { dtypeOf } from '../../graph/dtypes.ts';
import type { Graph, GraphInput, GraphNode, GraphOutput, Ref } from '../../graph/graph.ts';
import { pruned } from '../../graph/rewrite.ts';
import type { TensorInfo } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import type { NodeDef } from '../proto/gen/tensorflow/node_def_pb.ts';
import { attributeFromProto, shapeFromProto } from './attributeFromProto.ts';
import { constantFromProto } from './constantFromProto.ts';
import { Inliner, Names, type ScopedTensor } from './inline.ts';
import type { ChosenSignature } from './savedModel.ts';
import { parseTensorName } from './tensorName.ts';

/** A generator has hundreds of nodes; StyleGAN's whole training graph has some ten thousand. */
const mostNodes = 200_000;

/** Imports the chosen signature's graph. Inputs that the outputs do not need stay as inputs. */
export function importGraph({ metaGraph, name, signature }: ChosenSignature): Graph {
  const inliner = new Inliner(metaGraph.graphDef);
  const names = new Names(inliner.main);
  const inputs: GraphInput[] = Object.entries(signature.inputs).map(([key, info]) => ({
    key,
    node: tensorOf(info, `input "${key}" of signature "${name}"`).node,
    dtype: inputType(info, key),
    shape: shapeFromProto(info.tensorShape),
  }));
  const fed = new Set(inputs.map((input) => input.node));
  const nodes = new Map<string, GraphNode>();
  const open: ScopedTensor[] = inputs.map((input) => inliner.resolve(inliner.main, input.node));
  const outputs: GraphOutput[] = Object.entries(signature.outputs).map(([key, info]) => {
    const { node, output } = tensorOf(info, `output "${key}" of signature "${name}"`);
    const tensor = inliner.resolve(inliner.main, output === 0 ? node : `${node}:${output}`);
    open.push(tensor);
    return { key, ref: names.ref(tensor) };
  });
  while (open.length > 0) {
    const tensor = open.pop()!;
    const own = names.of(tensor);
    if (nodes.has(own)) continue;
    if (nodes.size >= mostNodes) {
      throw new ZscapeError(
        'GRAPH_INVALID',
        `The graph needs more than ${mostNodes} nodes; no generator does.`,
      );
    }
    if (tensor.scope === inliner.main && fed.has(own) && tensor.def.op !== 'PlaceholderWithDefault') {
      // An input of the signature becomes a placeholder, even if the graph has another node there, or a placeholder with
      // a default.
      nodes.set(own, { name: own, op: 'Placeholder', inputs: [], attrs: attributesOf(tensor.def) });
      continue;
    }
    const sources = tensor.def.input
      .filter((input) => !input.startsWith('^'))
      .map((input) => inliner.resolve(tensor.scope, input));
    nodes.set(
      own,
      importNode(
        tensor.def,
        own,
        sources.map((source) => names.ref(source)),
      ),
    );
    open.push(...sources);
  }
  return pruned({ nodes, inputs, outputs });
}

/** Imports one node with its constant and the attributes that TensorFlow omits when they have their default value. */
function importNode(def: NodeDef, name: string, inputs: readonly Ref[]): GraphNode {
  if (def.op !== 'Const') return withDefaults({ name, op: def.op, inputs, attrs: attributesOf(def) });
  const value = def.attr.value?.value;
  if (value?.case !== 'tensor') {
    throw new ZscapeError('GRAPH_INVALID', `The constant "${def.name}" has no value.`);
  }
  const constant = constantFromProto(value.value, `The constant "${def.name}"`);
  return { name, op: 'Const', inputs: [], attrs: {}, constant };
}

function attributesOf(def: NodeDef): Attributes {
  const attrs: Record<string, NonNullable<ReturnType<typeof attributeFromProto>>> = {};
  for (const [name, value] of Object.entries(def.attr)) {
    // Names with an underscore are TensorFlow's own notes (`_output_shapes`, `_class`), and take up much room.
    if (name.startsWith('_')) continue;
    const attribute = attributeFromProto(value);
    if (attribute !== undefined) attrs[name] = attribute;
  }
  return attrs;
}

function tensorOf(info: TensorInfo, what: string): Ref {
  if (info.name === '') throw new ZscapeError('SIGNATURE_UNUSABLE', `The ${what} names no tensor.`);
  const at = parseTensorName(info.name);
  if (!Number.isInteger(at.output) || at.output < 0) {
    throw new ZscapeError('SIGNATURE_UNUSABLE', `The ${what} has the invalid tensor name "${info.name}".`);
  }
  return at;
}

function inputType(info: TensorInfo, key: string): GraphInput['dtype'] {
  const dtype = dtypeOf(info.dtype);
  if (dtype === undefined) {
    throw new ZscapeError('SIGNATURE_UNUSABLE', `The input "${key}" has type ${info.dtype}, not numbers.`);
  }
  return dtype;
}
