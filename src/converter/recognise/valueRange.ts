/** Which values mean black and white, as far as the graph itself says. */
import type { Graph } from '../graph/graph.ts';
import { matchPicture } from './pictureSteps.ts';

export interface ValueRange {
  /** Where the network's end says it: a clip, or a function that ends in known values. */
  readonly range: [number, number] | undefined;
  /** What it would be if the network was trained on [-1, 1], as most are, before its last scalar steps. */
  readonly usualRange: [number, number];
}

export function valueRange(graph: Graph): ValueRange {
  const { x, scale, offset, clip } = matchPicture(graph, graph.outputs[0]!.ref);
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
