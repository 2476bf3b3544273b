/** The passes in order. Each leaves the graph computing the same; later ones look for the forms that earlier ones make. */
import type { Graph, Pass } from '../graph/graph.ts';
import { splitBatchNorm } from './batch-norm.ts';
import { dropZeroBranches } from './drop-zero.ts';
import { foldConstants } from './fold-constants.ts';
import { foldScales } from './fold-scales.ts';
import { foldShapes } from './fold-shapes.ts';
import { recogniseLeakyRelu } from './leaky-relu.ts';
import { legalise } from './legalise.ts';
import { mergeAffine } from './merge-affine.ts';
import { recogniseMovedUpsample } from './nearest-moves.ts';
import { recogniseTiledUpsample } from './nearest-tile.ts';
import { prune } from './prune.ts';
import { unfuse } from './unfuse.ts';

function inOrder(graph: Graph, passes: readonly Pass[]): Graph {
  return passes.reduce((current, pass) => pass(current), graph);
}

/** Brings the many spellings of a generator's parts to one form. */
export function canonicalise(graph: Graph): Graph {
  return inOrder(graph, [
    prune,
    unfuse,
    legalise,
    foldConstants,
    foldShapes,
    recogniseLeakyRelu,
    recogniseTiledUpsample,
    recogniseMovedUpsample,
    splitBatchNorm,
    mergeAffine,
    foldScales,
    mergeAffine,
  ]);
}

/** What is left of the canonical graph when branches that count for nothing are gone. */
export function trim(graph: Graph): Graph {
  return inOrder(graph, [dropZeroBranches, foldScales]);
}
