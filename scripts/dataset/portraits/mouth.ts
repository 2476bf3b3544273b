/** The mouth: lips around an opening with teeth and tongue. */
import { colour, css, lighter, mix } from './colour.ts';
import { band, even, growth, line, type Point } from './maths.ts';
import type { Sitter } from './sitter.ts';

const us = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
const bow = (u: number): number => Math.sqrt(Math.max(0, 1 - u * u));

/** How far the lower lip goes down. */
const gape = ({ f }: Sitter): number => growth(f.mouthOpen, -1, 2) * 16;

/** Half the width, the rise of the corners, the opening, the thickness of a lip, and where its points lie. */
function shape(s: Sitter) {
  const { f } = s;
  const half = 20 + f.mouthWidth * 4.2;
  // At rest the corners point up a little, for a friendly face.
  const smile = (f.smile + 1.25) * 3.1;
  const p = (u: number, v: number): Point => {
    const corner = u * u;
    return s.at(u * half, s.mouthY + v - smile * (corner - 0.45) - u * f.smirk * 1.9, (1 - corner) * 3);
  };
  return { open: gape(s), full: 4.6 + f.lips * 1.7, p };
}

/** How far below the middle of the mouth the lower lip ends. */
export function lipEnd(s: Sitter): number {
  const { open, full } = shape(s);
  return open * 0.88 + full * 1.3;
}

/** The shadow under the lower lip, which gives the chin its form. */
export function chinShade(s: Sitter): string {
  const { p } = shape(s);
  const low = lipEnd(s);
  const below = us.map((u) => p(u * 0.5, low + 2.5 + bow(u) * 4.5)).reverse();
  const tone = mix(s.skin, s.skinShade, 0.42);
  return `<path d="${band(
    us.map((u) => p(u * 0.5, low - 2)),
    below,
  )}" fill="${css(tone)}"/>`;
}

export function mouth(s: Sitter): string {
  const { open, full, p } = shape(s);
  const cupid = (u: number): number =>
    bow(u) * (1 - 0.28 * Math.max(0, 1 - Math.abs(u) * 4.5) - 0.25 * Math.abs(u));
  const above = us.map((u) => p(u, -cupid(u) * full * 1.15));
  const upper = us.map((u) => p(u, -bow(u) * open * 0.12));
  const lower = us.map((u) => p(u, bow(u) * (0.4 + open * 0.88)));
  const below = us.map((u) => p(u, bow(u) * lipEnd(s)));
  const red = even(s.f.lipstick);
  const bare = mix(s.skinShade, colour(s.skin.l - 0.13, 0.1, 25), 0.55);
  const lip = mix(bare, colour(0.53, 0.21, 18), red);
  const deep = colour(0.26, 0.07, 20);
  const teeth = us.map((u) => p(u * 0.96, bow(u) * (open * 0.36 - 0.2)));
  const inside = [-0.62, -0.4, -0.2, 0, 0.2, 0.4, 0.62];
  const tongue = inside.map((u) => p(u, bow(u) * (0.4 + open * 0.88) - open * 0.36 * (1 - (u / 0.62) ** 2)));
  return (
    `<path d="${band(above, [...below].reverse())}" fill="${css(lip)}"/>` +
    `<path d="${band(above, [...upper].reverse())}" fill="${css(lighter(lip, -0.045))}"/>` +
    `<path d="${band(upper, [...lower].reverse())}" fill="${css(deep)}"/>` +
    `<path d="${band(tongue, inside.map((u) => p(u, bow(u) * (0.4 + open * 0.88))).reverse())}" fill="${css(colour(0.6, 0.15, 18))}"/>` +
    `<path d="${band(upper, [...teeth].reverse())}" fill="${css(colour(0.97, 0.008, 90))}"/>` +
    `<path d="${line(us.map((u) => p(u * 1.035, -bow(u) * open * 0.12)))}" fill="none" stroke="${css(mix(lighter(lip, -0.2), deep, 0.5))}" stroke-width="1.9" stroke-linecap="round"/>`
  );
}
