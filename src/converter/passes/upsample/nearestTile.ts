/**
 * Recognises Tile along the batch followed by BatchToSpace, which repeats each pixel in a square: a nearest-neighbour
 * resize.
 */

import { listOfConstant } from '../../graph/constantNumbers.ts';
import { attr, constantAt, type Graph, type GraphNode } from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { shapesOf } from '../../shapes/shapesOf.ts';
import { putUpsample } from './upsampleNode.ts';

export function recogniseTiledUpsample(graph: Graph): Graph {
  const shapes = shapesOf(graph);
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    const block = blockOf(graph, node);
    const tile = graph.nodes.get(node.inputs[0]?.node ?? '');
    if (block === undefined || tile?.op !== 'Tile' || tile.inputs[0] === undefined) continue;
    const times = listOfConstant(constantAt(graph, tile.inputs[1]));
    const [y, x] = block;
    if (times === undefined || times.join() !== [y * x, 1, 1, 1].join()) continue;
    const [, height, width] = shapes.shape(tile.inputs[0]) ?? [];
    if (!height || !width || height < 0 || width < 0) continue;
    putUpsample(rewriter, node.name, tile.inputs[0], [height * y, width * x]);
  }
  return rewriter.finish();
}

/** Returns the block of a BatchToSpace over two spatial axes that crops nothing. */
function blockOf(graph: Graph, node: GraphNode): [number, number] | undefined {
  if (node.op === 'BatchToSpace') {
    const size = attr(node, 'block_size', 'int');
    const crops = listOfConstant(constantAt(graph, node.inputs[1]));
    return size !== undefined && crops?.every((crop) => crop === 0) ? [size, size] : undefined;
  }
  if (node.op !== 'BatchToSpaceND') return undefined;
  const block = listOfConstant(constantAt(graph, node.inputs[1]));
  const crops = listOfConstant(constantAt(graph, node.inputs[2]));
  return block?.length === 2 && crops?.every((crop) => crop === 0) ? [block[0]!, block[1]!] : undefined;
}
