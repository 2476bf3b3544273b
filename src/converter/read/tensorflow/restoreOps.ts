/** Reads a graph's restore ops: which tensor of the checkpoint goes into which variable. */
import type { GraphDef } from '../proto/gen/tensorflow/graph_pb.ts';
import type { NodeDef } from '../proto/gen/tensorflow/node_def_pb.ts';

/** A tensor of the checkpoint, or a part of one (`shapeAndSlice` as in restore ops; empty for the whole). */
export interface Saved {
  readonly key: string;
  readonly shapeAndSlice: string;
}

const utf8 = new TextDecoder();

/**
 * Maps each variable node to its tensor, as read from `Assign(variable, RestoreV2(prefix, names, slices)[i])`: in the
 * graph itself (TF1), and in functions that the graph calls with its variables (TF2).
 */
export function restoredTensors(graph: GraphDef | undefined): Map<string, Saved> {
  const saved = assigned(graph?.node ?? []);
  const functions = new Map((graph?.library?.function ?? []).map((f) => [f.signature?.name, f]));
  for (const node of graph?.node ?? []) {
    const f = node.attr.f?.value;
    const body = f?.case === 'func' ? functions.get(f.value.name) : undefined;
    if (body === undefined) continue;
    const inside = assigned(body.nodeDef);
    body.signature?.inputArg.forEach((argument, i) => {
      const tensor = inside.get(argument.name);
      const variable = node.input[i];
      if (tensor !== undefined && variable !== undefined) saved.set(nodeName(variable), tensor);
    });
  }
  return saved;
}

function assigned(nodes: readonly NodeDef[]): Map<string, Saved> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const saved = new Map<string, Saved>();
  for (const node of nodes) {
    if (node.op !== 'Assign' && node.op !== 'AssignVariableOp') continue;
    const [variable, value] = node.input;
    if (variable === undefined || value === undefined) continue;
    const tensor = restoredTensor(byName, value);
    if (tensor !== undefined) saved.set(nodeName(variable), tensor);
  }
  return saved;
}

function restoredTensor(byName: ReadonlyMap<string, NodeDef>, value: string): Saved | undefined {
  let at = value;
  let node = byName.get(nodeName(at));
  if (node?.op === 'Identity' && node.input[0] !== undefined) {
    at = node.input[0];
    node = byName.get(nodeName(at));
  }
  if (node?.op !== 'RestoreV2') return undefined;
  const key = stringAt(byName, node.input[1], indexIn(at));
  return key === undefined
    ? undefined
    : { key, shapeAndSlice: stringAt(byName, node.input[2], indexIn(at)) ?? '' };
}

function stringAt(
  byName: ReadonlyMap<string, NodeDef>,
  input: string | undefined,
  index: number,
): string | undefined {
  const constant = byName.get(nodeName(input ?? ''))?.attr.value?.value;
  if (constant?.case !== 'tensor') return undefined;
  const { stringVal } = constant.value;
  // Equal strings at the end of a constant are stored only once.
  const bytes = stringVal[index] ?? stringVal.at(-1);
  return bytes === undefined ? undefined : utf8.decode(bytes);
}

/** Returns the node of a tensor: `node` or `node:3` in a graph, `node:output name:3` in a function. */
function nodeName(tensor: string): string {
  return tensor.split(':', 1)[0]!;
}

function indexIn(tensor: string): number {
  return tensor.includes(':') ? Number(tensor.slice(tensor.lastIndexOf(':') + 1)) : 0;
}
