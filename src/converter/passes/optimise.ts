/** The passes in order. Each preserves the result of the graph, and later ones expect the forms that earlier ones make. */
import type { Graph, Pass } from '../graph/graph.ts';
import { splitBatchNorm } from './affine/batchNorm.ts';
import { foldScales } from './affine/foldScales.ts';
import { mergeAffine } from './affine/mergeAffine.ts';
import { dropInfinities } from './constants/dropInfinities.ts';
import { dropZeroBranches } from './constants/dropZero.ts';
import { foldConstants } from './constants/foldConstants.ts';
import { foldShapes } from './constants/foldShapes.ts';
import { mergeReshapes } from './constants/mergeReshapes.ts';
import { prune } from './constants/prune.ts';
import { recogniseLeakyRelu } from './fusing/leakyRelu.ts';
import { legalise } from './fusing/legalise.ts';
import { spellOneHot } from './fusing/spellOneHot.ts';
import { unfuse } from './fusing/unfuse.ts';
import { recogniseMovedUpsample } from './upsample/nearestMoves.ts';
import { recogniseTiledUpsample } from './upsample/nearestTile.ts';

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
    spellOneHot,
    foldShapes,
    mergeReshapes,
    dropInfinities,
    recogniseLeakyRelu,
    recogniseTiledUpsample,
    recogniseMovedUpsample,
    splitBatchNorm,
    mergeAffine,
    foldScales,
    mergeAffine,
  ]);
}

/** Removes branches of the canonical graph that do not affect the picture. */
export function trim(graph: Graph): Graph {
  return inOrder(graph, [dropZeroBranches, foldScales]);
}
