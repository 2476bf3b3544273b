/** Which values mean black and white, as far as the graph itself tells. */
import type { Graph, Ref } from '../graph/graph.ts';
import { matchPicture } from './pictureSteps.ts';

export interface ValueRange {
  /** Known if the network ends in a clip, or in a function with a known range. */
  readonly range: [number, number] | undefined;
  /** The range if the network was trained on [-1, 1], as most are, before its last scalar steps. */
  readonly usualRange: [number, number];
}

/** Ops that only move numbers. */
const moving = new Set([
  'Reshape',
  'Transpose',
  'Squeeze',
  'ExpandDims',
  'Identity',
  'DepthToSpace',
  'Slice',
  'StridedSlice',
  'Reverse',
  'ReverseV2',
]);

/** Determines the range of values of a graph whose first output is the picture. */
export function valueRange(graph: Graph): ValueRange {
  const { x, scale, offset, clip } = lastSteps(graph, graph.outputs[0]!.ref);
  const mapped = (low: number, high: number): [number, number] => {
    const ends = [low * scale + offset, high * scale + offset];
    return [Math.min(...ends), Math.max(...ends)];
  };
  const usualRange: [number, number] = scale === 0 ? [-1, 1] : mapped(-1, 1);
  if (clip !== null) return { range: [...clip], usualRange };
  const op = graph.nodes.get(x.node)?.op;
  if (scale === 0 || (op !== 'Tanh' && op !== 'Sigmoid')) return { range: undefined, usualRange };
  return { range: op === 'Tanh' ? usualRange : mapped(0, 1), usualRange };
}

interface LastSteps {
  readonly x: Ref;
  readonly scale: number;
  readonly offset: number;
  readonly clip: readonly [number, number] | null;
}

/** Finds the picture's scalar steps, even with moves of numbers in between. */
function lastSteps(graph: Graph, output: Ref): LastSteps {
  let scale = 1;
  let offset = 0;
  for (let at = output; ; ) {
    const step = matchPicture(graph, at);
    if (step.clip !== null && scale !== 0) {
      const [low, high] = step.clip.map((end) => scale * end + offset).sort((a, b) => a - b);
      return {
        x: step.x,
        scale: scale * step.scale,
        offset: scale * step.offset + offset,
        clip: [low!, high!],
      };
    }
    offset += scale * step.offset;
    scale *= step.scale;
    const below = graph.nodes.get(step.x.node);
    const source = below?.inputs[0];
    if (below === undefined || source === undefined || !moving.has(below.op)) {
      return { x: step.x, scale, offset, clip: null };
    }
    at = source;
  }
}
