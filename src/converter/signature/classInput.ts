/** Recognises an input for the class to draw: its number, or a row with a 1 in its place. */
import type { ClassInput } from '../../bundle/schema/manifest.ts';
import { tfjsDtype } from '../graph/dtypes.ts';
import { constantAt, type Graph, type GraphInput, type Ref, ref } from '../graph/graph.ts';
import { usesOf } from '../graph/order.ts';
import { toValue } from '../graph/value.ts';
import { type Shapes, shapesOf } from '../shapes/shapesOf.ts';
import { soundsLikeClass } from './names.ts';

export interface PossibleClass {
  readonly input: GraphInput;
  readonly classes: Omit<ClassInput, 'names'>;
  /** Whether its name or its readers prove it; otherwise only its shape allows it. */
  readonly sure: boolean;
}

/**
 * Judges an input. A number that picks a row of a table (Embedding, Gather) or is expanded to a row with a 1 is surely a
 * class, and there are as many classes as rows. A row of K numbers is one of K classes, surely so if its name says so.
 * @param named the number of given class names, which is the number of classes if nothing else tells it.
 */
export function possibleClass(
  graph: Graph,
  input: GraphInput,
  named: number | undefined,
): PossibleClass | undefined {
  const dtype = tfjsDtype(input.dtype);
  const [batch, ...shape] = input.shape ?? [];
  if (dtype === 'bool' || (batch !== -1 && batch !== 1) || shape.some((size) => size < 1)) return undefined;
  const numbers = shape.reduce((product, size) => product * size, 1);
  const made = (kind: ClassInput['kind'], count: number, sure: boolean): PossibleClass => ({
    input,
    classes: { input: input.node, kind, dtype, shape, count },
    sure,
  });
  if (numbers === 1) {
    const count = rowsPicked(graph, input);
    if (count !== undefined) return made('index', count, true);
    return named !== undefined && soundsLikeClass(input) ? made('index', named, true) : undefined;
  }
  // Several integers that pick rows are words of a text.
  if (shape.filter((size) => size > 1).length > 1 || rowsPicked(graph, input) !== undefined) return undefined;
  return made('oneHot', numbers, soundsLikeClass(input));
}

/** Ops that pass on a class's number. */
const passing = new Set([
  ...['Identity', 'StopGradient', 'Snapshot', 'Cast', 'Reshape', 'Squeeze', 'ExpandDims', 'Floor', 'Round'],
  ...['Maximum', 'Minimum', 'ClipByValue'],
]);

/** Returns the number of rows of the smallest table from which the input picks one, or undefined if it picks none. */
function rowsPicked(graph: Graph, input: GraphInput): number | undefined {
  const { consumers } = usesOf(graph);
  const shapes = shapesOf(graph);
  const counts: number[] = [];
  const seen = new Set<string>();
  const open = [input.node];
  while (open.length > 0) {
    const name = open.pop()!;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const reader of consumers.get(name) ?? []) {
      const at = reader.inputs.findIndex(({ node }) => node === name);
      if (passing.has(reader.op) && at === 0) open.push(reader.name);
      const count = rowsOf(graph, shapes, reader.op, at, reader.inputs);
      if (count !== undefined && count >= 1) counts.push(count);
    }
  }
  return counts.length > 0 ? Math.min(...counts) : undefined;
}

function rowsOf(
  graph: Graph,
  shapes: Shapes,
  op: string,
  at: number,
  inputs: readonly Ref[],
): number | undefined {
  if (op === 'Gather' || op === 'GatherV2' || op === 'ResourceGather') {
    const axis = inputs[2] === undefined ? 0 : (shapes.numbers(inputs[2])?.[0] ?? 0);
    return at === 1 ? shapes.shape(inputs[0]!)?.at(axis) : undefined;
  }
  if (op === 'OneHot') return at === 0 && inputs[1] ? shapes.numbers(inputs[1])?.[0] : undefined;
  const other = inputs[1 - at];
  return op === 'Equal' && other !== undefined ? countedUp(graph, other) : undefined;
}

/** Returns K for the constant 0, 1, ..., K - 1, with which a number is compared to expand it to a row. */
function countedUp(graph: Graph, at: Ref): number | undefined {
  const constant = constantAt(graph, at);
  if (constant === undefined || constant.shape.reduce((product, size) => product * size, 1) < 2) {
    const node = graph.nodes.get(at.node);
    return node?.op === 'Range' ? shapesOf(graph).shape(ref(at.node))?.[0] : undefined;
  }
  const { data } = toValue(constant.load());
  return data.every((x: number, i: number) => x === i) ? data.length : undefined;
}
