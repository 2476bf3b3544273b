/** Finds which of a graph's outputs is the picture. */
import { ZscapeError } from '../../base/errors.ts';
import type { Graph } from '../graph/graph.ts';
import { shapesOf } from '../shapes/shapesOf.ts';

/**
 * Puts the picture first: the largest output of the shape [n, height, width, 1 or 3]. A single output is taken
 * whatever it is, and its faults are named later.
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

/** How many outputs one sentence lists. */
const mostListed = 4;
