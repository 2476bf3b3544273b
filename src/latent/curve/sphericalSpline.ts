/**
 * A smooth curve on the sphere through given points: squad (Shoemake 1987, "Quaternion calculus and fast animation") in
 * any number of dimensions. Between keys p and q with inner points s and r the curve is
 *   squad(t) = slerp(slerp(p, q, t), slerp(s, r, t), 2 t (1 - t)),
 * with the inner point of a key p between neighbours o and q
 *   s = exp_p(-(log_p(o) + log_p(q)) / 4).
 * Its velocity at p from either side is (log_p(q) - log_p(o)) / 2: d/dt of the outer slerp at t = 0 is
 * log_p(q) + 2 log_p(s), which is that, and likewise at t = 1. So there is no corner at the keys.
 */
import { follow, type GreatCircle, greatCircle, type Unit } from '../vector/sphere.ts';

/** A curve through keys: key k is exactly at k. */
type UnitCurve = (position: number) => Unit;

/**
 * Creates the spline through keys.
 * @param keys one or more unit vectors
 * @param closed adds a smooth segment from the last key to the first; position n is then key 0 again
 */
export function sphericalSpline(keys: readonly Unit[], closed: boolean): UnitCurve {
  const count = keys.length;
  if (count === 1) return () => keys[0]!.slice();
  const segments = closed ? count : count - 1;
  const outer = Array.from({ length: segments }, (_, i) => greatCircle(keys[i]!, keys[(i + 1) % count]!));
  const inner = keys.map((key, k) => {
    const before = closed ? outer[(k + count - 1) % count] : outer[k - 1];
    const after = outer[k];
    return before && after ? innerPoint(key, before, after) : key;
  });
  const innerWays = outer.map((_, i) => greatCircle(inner[i]!, inner[(i + 1) % count]!));
  return (position) => {
    const { segment, t } = locate(position, segments, closed);
    if (t === 0) return keys[segment % count]!.slice();
    if (t === 1) return keys[(segment + 1) % count]!.slice();
    return greatCircle(outer[segment]!.at(t), innerWays[segment]!.at(t)).at(2 * t * (1 - t));
  };
}

function innerPoint(key: Unit, before: GreatCircle, after: GreatCircle): Unit {
  // log_key(next) is the velocity after; log_key(previous) is minus the velocity before.
  const arriving = before.endVelocity();
  const leaving = after.startVelocity();
  const away = new Float64Array(key.length);
  for (let i = 0; i < key.length; i++) away[i] = (arriving[i]! - leaving[i]!) / 4;
  return follow(key, away);
}

/**
 * Returns the segment that contains a position, and the share of it; positions of a closed curve wrap, others are
 * clamped.
 */
export function locate(position: number, segments: number, closed: boolean): { segment: number; t: number } {
  let at = position;
  if (closed && (at < 0 || at > segments)) at -= segments * Math.floor(at / segments);
  at = Math.min(segments, Math.max(0, at));
  const segment = Math.min(segments - 1, Math.floor(at));
  return { segment, t: at - segment };
}
