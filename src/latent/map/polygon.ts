/**
 * Weights of a point in a polygon: mean value coordinates (Floater 2003, "Mean value coordinates"; in the form of Hormann
 * and Floater 2006, eq. 11-13). They sum to 1, are not negative inside a convex polygon, are 1 and 0 at the corners, vary
 * linearly along the edges, and reproduce the point, which is the sum of weight times corner. In a triangle they are the
 * barycentric coordinates.
 */
export type Point2 = readonly [number, number];

/**
 * Returns the corners of a regular polygon on the unit circle about [0, 0], the first at the top, clockwise (y grows
 * downwards).
 */
export function regularPolygon(corners: number): Point2[] {
  return Array.from({ length: corners }, (_, k) => {
    const turn = (2 * Math.PI * k) / corners;
    return [Math.sin(turn), -Math.cos(turn)] as const;
  });
}

/**
 * Returns the weights of the corners at a point.
 * @param corners three or more, in order around a convex polygon
 * @param point outside the polygon, counts as the nearest point on the edge
 */
export function polygonWeights(corners: readonly Point2[], point: Point2): number[] {
  const count = corners.length;
  if (count < 3) throw new RangeError(`A polygon has 3 corners or more, not ${count}.`);
  const [x, y] = inside(corners, point) ? point : nearestOnEdge(corners, point);
  const scale = Math.max(...corners.map(([cx, cy]) => Math.hypot(cx - corners[0]![0], cy - corners[0]![1])));
  const away = corners.map(([cx, cy]) => [cx - x, cy - y] as const);
  const lengths = away.map(([dx, dy]) => Math.hypot(dx, dy));

  const at = lengths.findIndex((length) => length <= 1e-12 * scale);
  if (at >= 0) return corners.map((_, k) => (k === at ? 1 : 0));
  // tan(alpha / 2) of the angle that each edge subtends: cross / (|s| |t| + s . t).
  const tangents: number[] = [];
  for (let k = 0; k < count; k++) {
    const next = (k + 1) % count;
    const [s, t] = [away[k]!, away[next]!];
    const cross = s[0] * t[1] - s[1] * t[0];
    const along = s[0] * t[0] + s[1] * t[1];
    if (Math.abs(cross) <= 1e-12 * scale * scale && along < 0) {
      // On this edge: linear between its ends.
      const share = lengths[k]! / (lengths[k]! + lengths[next]!);
      return corners.map((_, i) => (i === k ? 1 - share : i === next ? share : 0));
    }
    tangents.push(cross / (lengths[k]! * lengths[next]! + along));
  }
  const raw = lengths.map((length, k) => (tangents[(k + count - 1) % count]! + tangents[k]!) / length);
  const total = raw.reduce((sum, w) => sum + w, 0);
  return raw.map((w) => Math.max(0, w / total));
}

function inside(corners: readonly Point2[], [x, y]: Point2): boolean {
  let sign = 0;
  for (let k = 0; k < corners.length; k++) {
    const [ax, ay] = corners[k]!;
    const [bx, by] = corners[(k + 1) % corners.length]!;
    const side = Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
    if (side === 0) continue;
    if (sign !== 0 && side !== sign) return false;
    sign = side;
  }
  return true;
}

function nearestOnEdge(corners: readonly Point2[], [x, y]: Point2): Point2 {
  let best: Point2 = corners[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < corners.length; k++) {
    const [ax, ay] = corners[k]!;
    const [bx, by] = corners[(k + 1) % corners.length]!;
    const squared = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = squared > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared : 0;
    const t = Math.min(1, Math.max(0, along));
    const found = [ax + t * (bx - ax), ay + t * (by - ay)] as const;
    const distance = Math.hypot(found[0] - x, found[1] - y);
    if (distance < least) {
      least = distance;
      best = found;
    }
  }
  return best;
}
