/** The part of a picture that counts: brush strokes as shares of the network's pixels. Pure. */
import type { Placement, Point, Stroke } from './contract.ts';
import { pixelsPerPixel, type Scene, toFrame } from './placement.ts';

/**
 * Returns the mask of strokes behind the frame: float32 [height, width], 0 to 1; null without strokes, when everything
 * counts.
 */
export function maskOf(scene: Scene, placement: Placement, strokes: readonly Stroke[]): Float32Array | null {
  const first = strokes[0];
  if (first === undefined) return null;
  const { width, height } = scene.image;
  const mask = new Float32Array(width * height).fill(first.counts ? 0 : 1);
  const covered = new Float32Array(mask.length);
  for (const { points, radius, counts } of strokes) {
    const scaled = radius / pixelsPerPixel(scene, placement.zoom);
    const path = points.map((point) => {
      const { x, y } = toFrame(scene, placement, point);
      // Centres of pixels are at halves.
      return { x: x + width / 2 - 0.5, y: y + height / 2 - 0.5 };
    });
    covered.fill(0);
    for (const [i, from] of path.entries())
      coverSegment(covered, scene, from, path[i + 1] ?? from, Math.max(scaled, 0.5));
    for (const [i, share] of covered.entries()) {
      if (share === 0) continue;
      mask[i] = counts ? Math.max(mask[i]!, share) : Math.min(mask[i]!, 1 - share);
    }
  }
  return mask;
}

/** Covers everything within a radius of a line, with an edge one pixel wide. */
function coverSegment(covered: Float32Array, { image }: Scene, from: Point, to: Point, radius: number): void {
  const reach = radius + 0.5;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const left = Math.max(0, Math.ceil(Math.min(from.x, to.x) - reach));
  const right = Math.min(image.width - 1, Math.floor(Math.max(from.x, to.x) + reach));
  const top = Math.max(0, Math.ceil(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(image.height - 1, Math.floor(Math.max(from.y, to.y) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
      const at = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(x - from.x - at * dx, y - from.y - at * dy);
      const share = Math.min(1, Math.max(0, reach - distance));
      const i = y * image.width + x;
      if (share > covered[i]!) covered[i] = share;
    }
  }
}
