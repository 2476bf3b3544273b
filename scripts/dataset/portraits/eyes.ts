/** Eyes with lids, lashes and shadow, and the brows above them. */
import { colour, css, lighter, mix } from './colour.ts';
import { band, clamp, even, growth, lerp, line, n, type Point, ramp } from './maths.ts';
import type { Sitter } from './sitter.ts';

const middle = ({ f, w }: Sitter): number => w * 0.435 + f.eyeSpacing * 2.7;

/** How far the eye is open: 0 shut, 1 wide. At rest it is well open, and the lid moves with every change of `x`. */
const openness = (x: number): number => clamp(0.87 + 0.14 * x - 0.05 * x * x + 0.058 * x * x * x, 0, 1.4);

/** One eye; `side` is -1 on the left of the picture. */
export function eye(s: Sitter, side: -1 | 1): string {
  const { f } = s;
  const half = 13.5 + f.eyeSize * 2.3;
  const tall = half * 0.74;
  const wink = side * (f.wink * 0.3 + f.wink ** 3 * 0.13);
  const open = openness(f.eyesOpen - wink);
  const tilt = f.eyeTilt * 2.7;
  const p = (u: number, v: number): Point =>
    s.at(side * (middle(s) + u * half), s.eyeY + v - u * tilt - 0.6 * u);
  const us = [-1, -0.72, -0.36, 0, 0.36, 0.72, 1];
  const bow = (u: number): number => 1 - u * u;
  const shut = tall * 0.42;
  const lower = us.map((u) => p(u, bow(u) * lerp(shut, tall * 0.66, Math.min(1, open))));
  const upper = us.map((u) => p(u, bow(u) * lerp(shut, -tall * 0.86, open)));
  const shadow = growth(f.eyeshadow, -1.5, 2);
  const lid = us.map((u) => p(u * 1.04, -bow(u * 0.98) * (tall * 1.02 + 1.5 + shadow * 5)));
  const bare = mix(s.skin, s.skinShade, 0.75);
  const painted = mix(
    bare,
    colour(lerp(0.45, 0.62, ramp(s.skin.l, 0.4, 0.9)), 0.17, 310),
    clamp(shadow * shadow * 1.3),
  );
  const iris = colour(0.57, 0.14, 170 + f.irisHue * 66);
  const gaze: Point = [f.gazeX * 0.29 + s.sinYaw * 0.06, -f.gazeY * 3];
  const [ix, iy] = s.at(side * middle(s) + gaze[0] * half * 1.25, s.eyeY - 0.4 + gaze[1]);
  const [ax] = p(-1, 0);
  const [bx] = p(1, 0);
  const narrow = Math.abs(bx - ax) / (2 * half);
  const r = half * 0.61;
  const id = side < 0 ? 'l' : 'r';
  const reversed = lower.toReversed();
  const disc = (size: number, fill: string, dx = 0, dy = 0): string =>
    `<ellipse cx="${n(ix + dx)}" cy="${n(iy + dy)}" rx="${n(size * lerp(narrow, 1, 0.3))}" ry="${n(size)}" fill="${fill}"/>`;
  const wing = 0.12 + growth(f.lashes, -2, 2) * 0.3;
  const lashes = [...upper.slice(0, -1), p(1, 0), p(1 + wing, -wing * half * 0.55)];
  return (
    `<path d="${band(lid, reversed)}" fill="${css(painted)}"/><clipPath id="eye${id}"><path d="${band(upper, reversed)}"/></clipPath>` +
    `<g clip-path="url(#eye${id})"><path d="${band(upper, reversed)}" fill="${css(colour(0.975, 0.006, 90))}"/>` +
    `${disc(r, css(lighter(iris, -0.12)))}${disc(r * 0.8, css(lighter(iris, 0.06)))}${disc(r * 0.45, 'rgb(28,22,30)')}${disc(r * 0.27, 'white', -r * 0.3, -r * 0.36)}</g>` +
    `<path d="${line(lashes)}" fill="none" stroke="rgb(42,28,34)" stroke-width="${n(1.4 + growth(f.lashes, -2.2, 2) * 4.2)}" stroke-linecap="round" stroke-linejoin="round"/>`
  );
}

/** One brow: thick at its inner end, fine towards the temple. */
export function brow(s: Sitter, side: -1 | 1): string {
  const { f } = s;
  const y = s.eyeY - 20 - f.browHeight * 3.3 - Math.max(0, f.eyeSize) * 0.6;
  const thick = 5 + f.browThick * 1.75;
  const arch = 3.8 + f.browArch * 3;
  const slant = f.browAngle * 2.7 - 1.1;
  const p = (u: number, v: number): Point =>
    s.at(side * (middle(s) + u * 15 + 0.5), y + v - u * slant - (1 - u * u) * arch);
  const us = [-1, -0.6, -0.2, 0.2, 0.6, 0.9];
  const fine = (u: number): number => lerp(0.5, 0.2, ramp(u, -0.2, 1)) * thick;
  return `<path d="${band(
    us.map((u) => p(u, -fine(u))),
    us.map((u) => p(u, fine(u))).reverse(),
  )}" fill="${css(s.brow)}" stroke="${css(s.brow)}" stroke-width="${n(0.8 + even(f.browThick))}" stroke-linejoin="round"/>`;
}
