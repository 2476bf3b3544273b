import { bool, type } from '../../graph/attributes.ts';
import { constantOf, constNode, type GraphNode, type Ref, ref } from '../../graph/graph.ts';
import type { Rewriter } from '../../graph/rewrite.ts';

/** Adds a nearest-neighbour resize of `x` to [height, width] under `name`. */
export function putUpsample(rewriter: Rewriter, name: string, x: Ref, size: readonly [number, number]): void {
  const sizeName = rewriter.freshName(`${name}/size`);
  rewriter.put(constNode(sizeName, constantOf({ dtype: 'int32', shape: [2], data: Int32Array.from(size) })));
  const resize: GraphNode = {
    name,
    op: 'ResizeNearestNeighbor',
    inputs: [x, ref(sizeName)],
    attrs: { align_corners: bool(false), half_pixel_centers: bool(false), T: type('float32') },
  };
  rewriter.put(resize);
}
