/**
 * Removes bounds without effect: `Minimum(x, Infinity)` and the like, which come from Keras's square root and from clips
 * without a limit. Remaining infinities in a bound or a comparison become the largest float32, which is equivalent for
 * every finite number; an infinity anywhere else is a damaged weight, and NaN always is.
 */
import {
  type Constant,
  constantAt,
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  type Ref,
  ref,
} from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { toValue } from '../../graph/value.ts';
import { type Shapes, shapesOf } from '../../shapes/shapesOf.ts';

/** (2 - 2^-23) * 2^127. */
const largest = 3.4028234663852886e38;
/** Nobody writes a bound of more numbers by hand. */
const mostNumbers = 2 ** 20;

const bounding = new Set(['Minimum', 'Maximum', 'ClipByValue']);
const comparing = new Set(['Less', 'LessEqual', 'Greater', 'GreaterEqual', 'Equal', 'NotEqual']);

export function dropInfinities(graph: Graph): Graph {
  const nodes = [...graph.nodes.values()].filter(
    ({ op, inputs }) =>
      (bounding.has(op) || comparing.has(op)) &&
      inputs.some((at) => infinities(constantAt(graph, at)) !== 'none'),
  );
  if (nodes.length === 0) return graph;
  const shapes = shapesOf(graph);
  const rewriter = new Rewriter(graph);
  for (const node of nodes) {
    const kept = boundsNothing(graph, shapes, node);
    if (kept !== undefined) {
      rewriter.redirect(ref(node.name), kept);
      continue;
    }
    const inputs = node.inputs.map((at, i) => {
      const constant = constantAt(graph, at);
      if (infinities(constant) === 'none') return at;
      return putFinite(rewriter, `${node.name}/bound_${i}`, constant!, replaced(node.op, i));
    });
    rewriter.put({ ...node, inputs });
  }
  return rewriter.finish();
}

type Infinities = 'none' | 'some' | 'all above' | 'all below';

/** Finds infinities in floats; a constant with a NaN counts as having none, so it stays unchanged. */
function infinities(constant: Constant | undefined): Infinities {
  if (constant === undefined || !constant.dtype.includes('float')) return 'none';
  if (constant.shape.reduce((product, size) => product * size, 1) > mostNumbers) return 'none';
  const { data } = toValue(constant.load());
  if (data.length === 0 || data.some(Number.isNaN) || data.every(Number.isFinite)) return 'none';
  if (data.every((x: number) => x === Number.POSITIVE_INFINITY)) return 'all above';
  return data.every((x: number) => x === Number.NEGATIVE_INFINITY) ? 'all below' : 'some';
}

/** Returns the input that a bound passes on unchanged, unless broadcasting has widened it. */
function boundsNothing(graph: Graph, shapes: Shapes, { name, op, inputs }: GraphNode): Ref | undefined {
  const [a, b, c] = inputs;
  if (a === undefined || b === undefined || !bounding.has(op)) return undefined;
  const kinds = [a, b, c].map((at) => infinities(constantAt(graph, at)));
  const idle = op === 'Maximum' ? 'all below' : 'all above';
  let kept: Ref | undefined;
  if (op === 'ClipByValue') kept = kinds[1] === 'all below' && kinds[2] === 'all above' ? a : undefined;
  else if (kinds[1] === idle) kept = a;
  else if (kinds[0] === idle) kept = b;
  const before = kept && shapes.shape(kept);
  return before !== undefined && before.join() === shapes.shape(ref(name))?.join() ? kept : undefined;
}

/** Returns the infinities that an input may hold. A minimum with -Infinity is -Infinity, which means a damaged weight. */
function replaced(op: string, input: number): readonly number[] {
  const [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (op === 'Minimum') return [above];
  if (op === 'Maximum') return [below];
  if (op === 'ClipByValue') return input === 0 ? [] : [input === 1 ? below : above];
  return [below, above];
}

function putFinite(
  rewriter: Rewriter,
  wish: string,
  constant: Constant,
  meaningless: readonly number[],
): Ref {
  const name = rewriter.freshName(wish);
  const { data } = toValue(constant.load());
  const finite = Float32Array.from(data, (x) => (meaningless.includes(x) ? Math.sign(x) * largest : x));
  rewriter.put(constNode(name, constantOf({ dtype: 'float32', shape: constant.shape, data: finite })));
  return ref(name);
}
