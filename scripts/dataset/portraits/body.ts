/** Neck, shoulders and clothes. */
import { css, lighter } from './colour.ts';
import { sideLight } from './head.ts';
import { band, even, growth, lerp, line, n, type Point } from './maths.ts';
import type { Sitter } from './sitter.ts';

const neckWidth = ({ f }: Sitter): number => 25 + f.neck * 4.2;

/** The neck with the chin's shadow on it; it turns with the head. */
export function neck(s: Sitter): string {
  const half = neckWidth(s);
  const [x] = s.edge(0, s.h, -s.d * 0.2);
  const top = 118 + s.h * 0.4;
  const sides = (a: number): string =>
    `M${n(x - half)} ${n(top)}C${n(x - half)} 190 ${n(128 - half)} 190 ${n(128 - half - a)} 222L${n(128 + half + a)} 222C${n(128 + half)} 190 ${n(x + half)} 190 ${n(x + half)} ${n(top)}Z`;
  const [cx, cy] = s.edge(0, s.h, s.d * 0.4);
  // The chin's shadow ends in an arc that follows the jaw.
  const low = cy + 11;
  const thrown =
    `M${n(x - half)} ${n(top)}L${n(x - half)} ${n(low - 10)}C${n(cx - half * 0.6)} ${n(low + 5)} ${n(cx + half * 0.6)} ${n(low + 5)} ` +
    `${n(x + half)} ${n(low - 10)}L${n(x + half)} ${n(top)}Z`;
  return (
    `${sideLight(s, 'neck', lighter(s.skin, -0.03), 0.11)}<path d="${sides(8)}" fill="url(#neck)"/>` +
    `<path d="${thrown}" fill="${css(lighter(s.skinShade, -0.035))}"/>`
  );
}

/** Shoulders in clothes, with collar and stripe. */
export function clothes(s: Sitter): string {
  const { f } = s;
  const half = neckWidth(s);
  const wide = 84 + f.shoulders * 11;
  const top = 200;
  const dip = lerp(3, 40, even(f.neckline));
  const open = half + 7;
  const neckline: readonly Point[] = [
    [128 - open, top - 5],
    [128 - open * 0.62, top + dip * 0.62],
    [128, top + dip],
    [128 + open * 0.62, top + dip * 0.62],
    [128 + open, top - 5],
  ];
  const outer: readonly Point[] = [
    [128 + open, top - 5],
    [128 + lerp(open, wide, 0.55), top + 5],
    [128 + wide * 0.93, top + 19],
    [128 + wide + 6, top + 52],
    [128 + wide + 8, 340],
    [128 - wide - 8, 340],
    [128 - wide - 6, top + 52],
    [128 - wide * 0.93, top + 19],
    [128 - lerp(open, wide, 0.55), top + 5],
    [128 - open, top - 5],
  ];
  const path = band(neckline, outer);
  const collar = growth(f.collar, -1.9, 2) * 17;
  const stripe = growth(f.stripe, -1.7, 2) * 22;
  return (
    `<path d="${line(neckline.map(([x, y]) => [lerp(128, x, 0.97), y + 1]))}Z" fill="url(#neck)"/>${sideLight(s, 'clothes', s.clothes, 0.09, 0)}<clipPath id="torso"><path d="${path}"/></clipPath><path d="${path}" fill="url(#clothes)"/>` +
    `<g clip-path="url(#torso)"><path d="M0 ${n(233 - stripe / 2)}Q128 ${n(238 - stripe / 2)} 256 ${n(233 - stripe / 2)}L256 ${n(233 + stripe / 2)}Q128 ${n(238 + stripe / 2)} 0 ${n(233 + stripe / 2)}Z" fill="${css(lighter(s.accent, 0.06))}"/>` +
    `<path d="${line(neckline)}" fill="none" stroke="${css(s.accent)}" stroke-width="${n(collar * 2)}"/></g>`
  );
}
