/** Which tensor of the checkpoint a variable of the graph was saved as. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { VariableLookup } from '../passes/freeze.ts';
import type { MetaGraphDef } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import type { NodeDef } from '../proto/gen/tensorflow/node_def_pb.ts';
import { parseTensorName, variableName } from './import-graph.ts';

const utf8 = new TextDecoder();

/** A tensor of the checkpoint, or a part of one (`shapeAndSlice` as restore ops write it; empty for all). */
interface Saved {
  readonly key: string;
  readonly shapeAndSlice: string;
}

/**
 * The graph's own restore ops say exactly what goes into which variable; where they do not, the variable's name is its
 * key. @throws what the checkpoint throws for a tensor that is damaged.
 */
export function variableLookup(metaGraph: MetaGraphDef, checkpoint: Checkpoint): VariableLookup {
  const restored = restoredTensors(metaGraph.graphDef?.node ?? []);
  return (variable) => {
    const plain = [variableName(variable), variable.name].map((key): Saved => ({ key, shapeAndSlice: '' }));
    const found = [restored.get(variable.name), ...plain].find((saved) => saved && checkpoint.has(saved.key));
    return found && checkpoint.slice(found.key, found.shapeAndSlice);
  };
}

/** By variable node, read off `Assign(variable, RestoreV2(prefix, names, slices)[i])`. */
function restoredTensors(nodes: readonly NodeDef[]): Map<string, Saved> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const saved = new Map<string, Saved>();
  for (const node of nodes) {
    if (node.op !== 'Assign' && node.op !== 'AssignVariableOp') continue;
    const [variable, value] = node.input;
    if (variable === undefined || value === undefined) continue;
    const tensor = restoredTensor(byName, value);
    if (tensor !== undefined) saved.set(parseTensorName(variable).node, tensor);
  }
  return saved;
}

function restoredTensor(byName: ReadonlyMap<string, NodeDef>, value: string): Saved | undefined {
  let at = parseTensorName(value);
  let node = byName.get(at.node);
  if (node?.op === 'Identity' && node.input[0] !== undefined) {
    at = parseTensorName(node.input[0]);
    node = byName.get(at.node);
  }
  if (node?.op !== 'RestoreV2') return undefined;
  const key = stringAt(byName, node.input[1], at.output);
  return key === undefined
    ? undefined
    : { key, shapeAndSlice: stringAt(byName, node.input[2], at.output) ?? '' };
}

function stringAt(
  byName: ReadonlyMap<string, NodeDef>,
  input: string | undefined,
  index: number,
): string | undefined {
  const constant = byName.get(parseTensorName(input ?? '').node)?.attr.value?.value;
  if (constant?.case !== 'tensor') return undefined;
  const { stringVal } = constant.value;
  // Equal strings at the end of a constant are stored once.
  const bytes = stringVal[index] ?? stringVal.at(-1);
  return bytes === undefined ? undefined : utf8.decode(bytes);
}
