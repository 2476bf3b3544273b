/** The passes in order. Each leaves the graph computing the same; later ones look for the forms that earlier ones make. */
import type { Graph, Pass } from '../graph/graph.ts';
import { dropZeroBranches } from './drop-zero.ts';
import { foldConstants } from './fold-constants.ts';
import { foldScales } from './fold-scales.ts';
import { foldShapes } from './fold-shapes.ts';
import { recogniseLeakyRelu } from './leaky-relu.ts';
import { recogniseTiledUpsample } from './nearest-tile.ts';
import { prune } from './prune.ts';

/** Brings the many spellings of a generator's parts to one form. */
const canonical: readonly Pass[] = [
  prune,
  foldConstants,
  foldShapes,
  recogniseLeakyRelu,
  recogniseTiledUpsample,
  foldScales,
];

export function canonicalise(graph: Graph): Graph {
  return canonical.reduce((current, pass) => pass(current), graph);
}

/** What is left of the canonical graph when branches that count for nothing are gone. */
export function trim(graph: Graph): Graph {
  return [dropZeroBranches, foldScales].reduce((current: Graph, pass: Pass) => pass(current), graph);
}
