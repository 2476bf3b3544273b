/** From TensorFlow's GraphDef to the converter's graph: only what the signature's outputs need. */
import { ZscapeError } from '../../base/errors.ts';
import { type Attributes, attributeFromProto, shapeFromProto } from '../graph/attributes.ts';
import { tensorFromProto } from '../graph/constant.ts';
import { withDefaults } from '../graph/defaults.ts';
import {
  attr,
  constantOf,
  type Graph,
  type GraphInput,
  type GraphNode,
  type GraphOutput,
  type Ref,
} from '../graph/graph.ts';
import { pruned } from '../graph/rewrite.ts';
import { dtypeOf } from '../proto/dtypes.ts';
import type { TensorInfo } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import type { NodeDef } from '../proto/gen/tensorflow/node_def_pb.ts';
import type { ChosenSignature } from './saved-model.ts';

/** Imports the chosen signature's graph. Inputs that the outputs do not need stay as inputs. */
export function importGraph({ metaGraph, name, signature }: ChosenSignature): Graph {
  const defs = new Map<string, NodeDef>();
  for (const def of metaGraph.graphDef?.node ?? []) {
    if (defs.has(def.name)) {
      throw new ZscapeError('GRAPH_INVALID', `The graph has two nodes of the name "${def.name}".`);
    }
    defs.set(def.name, def);
  }
  const inputs: GraphInput[] = Object.entries(signature.inputs).map(([key, info]) => ({
    key,
    node: tensorOf(info, `input "${key}" of signature "${name}"`).node,
    dtype: inputType(info, key),
    shape: shapeFromProto(info.tensorShape),
  }));
  const outputs: GraphOutput[] = Object.entries(signature.outputs).map(([key, info]) => ({
    key,
    ref: tensorOf(info, `output "${key}" of signature "${name}"`),
  }));
  const inputNames = new Set(inputs.map((input) => input.node));
  const nodes = new Map<string, GraphNode>();
  const open = [...outputs.map((output) => output.ref.node), ...inputNames];
  while (open.length > 0) {
    const next = open.pop()!;
    if (nodes.has(next)) continue;
    const def = defs.get(next);
    if (def === undefined) {
      throw new ZscapeError('GRAPH_INVALID', `The graph uses node "${next}", but has no such node.`);
    }
    const node = importNode(def, inputNames.has(next));
    nodes.set(next, node);
    for (const input of node.inputs) open.push(input.node);
  }
  return pruned({ nodes, inputs, outputs });
}

/** A tensor's name in a signature or an edge of a GraphDef: `node` or `node:2`. */
export function parseTensorName(name: string): Ref {
  const colon = name.lastIndexOf(':');
  if (colon < 0) return { node: name, output: 0 };
  return { node: name.slice(0, colon), output: Number(name.slice(colon + 1)) };
}

/** What a signature feeds is a placeholder, whatever the graph has in its place. */
function importNode(def: NodeDef, isInput: boolean): GraphNode {
  if (isInput) return { name: def.name, op: 'Placeholder', inputs: [], attrs: attributesOf(def) };
  return nodeFromDef(def, parseTensorName);
}

/** One node with its constant and the attributes that TensorFlow leaves out when they have their default. */
export function nodeFromDef(def: NodeDef, parseInput: (name: string) => Ref): GraphNode {
  const inputs = def.input.filter((input) => !input.startsWith('^')).map(parseInput);
  if (def.op !== 'Const') {
    return withDefaults({ name: def.name, op: def.op, inputs, attrs: attributesOf(def) });
  }
  const value = def.attr.value?.value;
  if (value?.case !== 'tensor') {
    throw new ZscapeError('GRAPH_INVALID', `The constant "${def.name}" has no value.`);
  }
  const constant = constantOf(tensorFromProto(value.value, `The constant "${def.name}"`));
  return { name: def.name, op: 'Const', inputs: [], attrs: {}, constant };
}

function attributesOf(def: NodeDef): Attributes {
  const attrs: Record<string, NonNullable<ReturnType<typeof attributeFromProto>>> = {};
  for (const [name, value] of Object.entries(def.attr)) {
    // Names with an underscore are TensorFlow's own notes (`_output_shapes`, `_class`), and take a lot of room.
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
    throw new ZscapeError('SIGNATURE_UNUSABLE', `The ${what} has the odd tensor name "${info.name}".`);
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

/** The variables that a graph reads: nodes that stand for a stored tensor. */
export function isVariable(node: GraphNode): boolean {
  return node.op === 'VariableV2' || node.op === 'Variable' || node.op === 'VarHandleOp';
}

/** The name that a variable goes by in a checkpoint when nothing says otherwise. */
export function variableName(node: GraphNode): string {
  return attr(node, 'shared_name', 'string') || node.name;
}
