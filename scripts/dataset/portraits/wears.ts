/** What the head wears: a cap, glasses and earrings. */
import { css, lighter } from './colour.ts';
import { dome, hairOf } from './hair.ts';
import { earPlace, sideLight } from './head.ts';
import { band, clamp, growth, lerp, line, n, type Point } from './maths.ts';
import type { Sitter } from './sitter.ts';

/** A cap that grows from the crown and is pulled down to the forehead, with a turned-up brim. */
export function cap(s: Sitter): string {
  const g = growth(s.f.cap, -0.3, 2);
  if (g <= 0) return '';
  const hair = hairOf(s);
  const low = 1.06 * Math.min(1, g) ** 0.75 + Math.max(0, g - 1) * 0.2;
  const smooth = { ...hair, lobes: hair.lobes * (1 - clamp(g * 2)) };
  const thick = 5 * Math.min(1, g * 3);
  const rim = (angle: number): Point => {
    const [x, y] = dome(s, smooth, angle);
    const bulge = Math.cos(((Math.PI / 2) * angle) / Math.max(low, 0.01)) ** 2;
    const k = 1 + (thick * (1 + bulge * 1.6)) / Math.sqrt(x * x + y * y);
    return s.edge(x * k, y * k, s.d * 0.05);
  };
  // An arc over the front from side to side, which bends with the nod of the head.
  const arc = (angle: number): Point[] => {
    const [ax, ay] = rim(-angle);
    const [bx, by] = rim(angle);
    const [mx, my] = s.at(
      0,
      -s.h * Math.cos(angle) - hair.top * Math.cos(angle) ** 3 + 4 * Math.sin(angle),
      4,
    );
    return [-1, -0.8, -0.5, 0, 0.5, 0.8, 1].map((u): Point => {
      const k = Math.sqrt(1 - u * u);
      const half = (u * (bx - ax)) / 2;
      return [lerp((ax + bx) / 2, mx, k * 0.3) + half, lerp(lerp(ay, by, (u + 1) / 2), my, k)];
    });
  };
  const over = (from: number, to: number): Point[] =>
    [0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1].map((t) => rim(lerp(from, to, t)));
  const fold = low * 0.74;
  const border = [...arc(low), ...over(low, fold)];
  return (
    `${sideLight(s, 'cap', s.accent, 0.08, 0)}<path d="${band(arc(low), over(low, -low))}" fill="url(#cap)"/>` +
    `<path d="${band(border, [...arc(fold).reverse(), ...over(-fold, -low)])}" fill="${css(lighter(s.accent, 0.06))}"/>`
  );
}

/** Glasses whose frame begins as a thin wire on the brows and thickens as it slides down to the eyes. */
export function glasses(s: Sitter): string {
  const g = growth(s.f.glasses, -0.45, 2);
  if (g <= 0) return '';
  const y = s.eyeY + lerp(-9, 3, Math.min(1, g * 1.6));
  const mid = Math.max(s.w * 0.43 + s.f.eyeSpacing * 2.2, 20);
  const [rx, ry] = [17.2, 15.4];
  const stroke = `fill="none" stroke="rgb(38,32,46)" stroke-width="${n(Math.min(g, 1.25) * 6)}" stroke-linecap="round" stroke-linejoin="round"`;
  const rims = ([-1, 1] as const).map((side) => {
    const ring = Array.from({ length: 12 }, (_, i): Point => {
      const a = (i / 12) * 2 * Math.PI;
      const squarish = 1 + 0.07 * Math.sin(2 * a) ** 2;
      return s.at(side * (mid + Math.sin(a) * rx * squarish), y - Math.cos(a) * ry * squarish, 5);
    });
    const ear = s.edge(side * s.w * 0.99, y - 4, s.d * 0.05);
    const hinge = s.at(side * (mid + rx), y - 3, 5);
    return `<path d="${closed(ring)}" ${stroke}/><path d="${line([hinge, ear])}" ${stroke}/>`;
  });
  const bridge = line([s.at(-mid + rx, y - 3, 6), s.at(0, y - 6.5, 9), s.at(mid - rx, y - 3, 6)]);
  return `${rims.join('')}<path d="${bridge}" ${stroke}/>`;
}

const closed = (points: readonly Point[]): string => `${line([...points, ...points.slice(0, 1)])}Z`;

/** A ball below an ear. */
export function earring(s: Sitter, side: -1 | 1): string {
  const [x, y, rx, ry] = earPlace(s, side);
  const r = growth(s.f.earrings, -1.2, 2) * Math.min(9, rx * 1.2);
  if (r <= 0) return '';
  const cy = y + ry * 0.92 + r * 0.8;
  return (
    `<circle cx="${n(x)}" cy="${n(cy)}" r="${n(r)}" fill="rgb(226,170,52)"/>` +
    `<circle cx="${n(x - r * 0.25)}" cy="${n(cy - r * 0.3)}" r="${n(r * 0.42)}" fill="rgb(255,232,160)"/>`
  );
}
