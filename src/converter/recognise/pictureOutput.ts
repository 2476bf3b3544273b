/** Which of a graph's outputs is the picture. */
import { ZscapeError } from '../../base/errors.ts';
import type { Graph } from '../graph/graph.ts';
import { shapesOf } from '../shapes/shapesOf.ts';

/**
 * Puts the picture first: the largest output that has the shape of one, [n, height, width, 1 or 3]. An only output is
 * taken whatever it is; what is wrong with it is said later.
 * @throws SIGNATURE_UNUSABLE when there are several outputs and none is a picture.
 */
export function pictureFirst(graph: Graph): Graph {
  if (graph.outputs.length === 1) return graph;
  const shapes = shapesOf(graph);
  const pixels = graph.outputs.map(({ ref }) => {
    const [, height = 0, width = 0, channels, ...rest] = shapes.shape(ref) ?? [];
    return rest.length === 0 && (channels === 1 || channels === 3) ? height * width : 0;
  });
  const most = Math.max(0, ...pixels);
  if (most === 0) {
    const there = graph.outputs
      .slice(0, mostListed)
      .map(({ key, ref }) => `"${key}" [${shapes.shape(ref)?.join(', ') ?? 'unknown'}]`);
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `A generator gives pictures [n, height, width, 1 or 3]; this signature gives ${there.join(', ') || 'nothing'}.`,
    );
  }
  const picture = graph.outputs[pixels.indexOf(most)]!;
  return { ...graph, outputs: [picture, ...graph.outputs.filter((output) => output !== picture)] };
}

/** Of outputs, in a sentence. */
const mostListed = 4;
