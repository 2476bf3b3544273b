/** Grids of latents, as pictures for download: row by row, left to right. */
import { type MapOptions, type SquareMap, squareMap } from './map.ts';

/** Returns the latents of a square map at n x n points, edges included. */
export function sampleGrid(map: SquareMap, n: number): Float32Array[] {
  const place = (k: number): number => (n === 1 ? 0 : k / (n - 1));
  return Array.from({ length: n * n }, (_, i) => map(place(i % n), place(Math.floor(i / n))));
}

/**
 * Returns the order in which a mosaic of n x n fills in from coarse to fine: indices sorted by the power of two that
 * divides row and column.
 */
export function coarseToFine(n: number): number[] {
  const level = (k: number): number => (k === 0 ? 32 : Math.min(32, Math.clz32(1) - Math.clz32(k & -k)));
  return Array.from({ length: n * n }, (_, i) => i).sort((p, q) => {
    const coarseness = (i: number): number => Math.min(level(i % n), level(Math.floor(i / n)));
    return coarseness(q) - coarseness(p) || p - q;
  });
}

/** Draws out "A is to B as C is to ?" (J-diagram): A top left, B top right, C bottom left, the answer bottom right. */
export function analogyGrid(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  n: number,
  options: MapOptions,
): Float32Array[] {
  return sampleGrid(squareMap([a, b, c], options), n);
}

interface MineGrid {
  columns: number;
  rows: number;
  latents: Float32Array[];
}

/**
 * Makes a grid of anchors with blends between them ("manifold interpolated neighbour embedding", White 2016, "Sampling
 * generative networks"): anchors are `spacing` cells apart, and each patch between four of them is a square map.
 * @param anchors row by row, anchorRows * anchorColumns of them, at least 2 x 2
 */
export function mineGrid(
  anchors: readonly Float32Array[],
  anchorColumns: number,
  spacing: number,
  options: MapOptions,
): MineGrid {
  const anchorRows = anchors.length / anchorColumns;
  if (!Number.isInteger(anchorRows) || anchorRows < 2 || anchorColumns < 2 || spacing < 1) {
    throw new RangeError('A grid of anchors has at least 2 rows of the same length of at least 2.');
  }
  const columns = (anchorColumns - 1) * spacing + 1;
  const rows = (anchorRows - 1) * spacing + 1;
  const patches = new Map<number, SquareMap>();
  const patchAt = (column: number, row: number): SquareMap => {
    const corner = row * anchorColumns + column;
    const known = patches.get(corner);
    if (known) return known;
    const four = [corner, corner + 1, corner + anchorColumns, corner + anchorColumns + 1];
    const made = squareMap(
      four.map((k) => anchors[k]!),
      options,
    );
    patches.set(corner, made);
    return made;
  };
  const latents = Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const column = Math.min(anchorColumns - 2, Math.floor(x / spacing));
    const row = Math.min(anchorRows - 2, Math.floor(y / spacing));
    return patchAt(column, row)(x / spacing - column, y / spacing - row);
  });
  return { columns, rows, latents };
}
