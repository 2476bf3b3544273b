/** The mouth: lips around an opening with teeth and tongue. */
import { colour, css, lighter, mix } from './colour.ts';
import { band, even, growth, lerp, line, type Point } from './maths.ts';
import type { Sitter } from './sitter.ts';

/** How far the lower lip goes down, which a beard has to follow. */
export const gape = ({ f }: Sitter): number => growth(f.mouthOpen, -1, 2) * 16;

export function mouth(s: Sitter): string {
  const { f } = s;
  const half = 20 + f.mouthWidth * 4.2;
  // At rest the corners are a little up: a friendly face.
  const smile = (f.smile + 1.25) * 3.1;
  const open = gape(s);
  const full = 4.6 + f.lips * 1.7;
  const p = (u: number, v: number): Point => {
    const corner = u * u;
    return s.at(u * half, s.mouthY + v - smile * (corner - 0.45) - u * f.smirk * 1.9, (1 - corner) * 3);
  };
  const us = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
  const bow = (u: number): number => Math.sqrt(Math.max(0, 1 - u * u));
  const cupid = (u: number): number =>
    bow(u) * (1 - 0.28 * Math.max(0, 1 - Math.abs(u) * 4.5) - 0.25 * Math.abs(u));
  const above = us.map((u) => p(u, -cupid(u) * full * 1.15));
  const upper = us.map((u) => p(u, -bow(u) * open * 0.12));
  const lower = us.map((u) => p(u, bow(u) * (0.4 + open * 0.88)));
  const below = us.map((u) => p(u, bow(u) * (open * 0.88 + full * 1.3)));
  const red = even(f.lipstick);
  const bare = mix(s.skinShade, colour(s.skin.l - 0.13, 0.1, 25), 0.55);
  const lip = mix(bare, colour(0.53, 0.21, 18), red);
  const deep = colour(0.26, 0.07, 20);
  const teeth = us.map((u) => p(u * 0.96, bow(u) * (open * 0.36 - 0.2)));
  const chin = us.map((u) => p(u * 0.5, open * 0.88 + full * 1.3 + 2.5 + bow(u) * 4.5));
  const crease = us.map((u) => p(u * 0.5, open * 0.88 + full * 1.3 - 2));
  const inside = [-0.62, -0.4, -0.2, 0, 0.2, 0.4, 0.62];
  const tongue = inside.map((u) => p(u, bow(u) * (0.4 + open * 0.88) - open * 0.36 * (1 - (u / 0.62) ** 2)));
  return (
    `<path d="${band(crease, [...chin].reverse())}" fill="${css(mix(s.skin, s.skinShade, 0.42))}"/>` +
    `<path d="${band(above, [...below].reverse())}" fill="${css(lip)}"/>` +
    `<path d="${band(above, [...upper].reverse())}" fill="${css(lighter(lip, -0.045))}"/>` +
    `<path d="${band(upper, [...lower].reverse())}" fill="${css(deep)}"/>` +
    `<path d="${band(tongue, inside.map((u) => p(u, bow(u) * (0.4 + open * 0.88))).reverse())}" fill="${css(colour(0.6, 0.15, 18))}"/>` +
    `<path d="${band(upper, [...teeth].reverse())}" fill="${css(colour(0.97, 0.008, 90))}"/>` +
    `<path d="${line(us.map((u) => p(u * lerp(1.02, 1.05, 0.5), -bow(u) * open * 0.12)))}" fill="none" stroke="${css(mix(lighter(lip, -0.2), deep, 0.5))}" stroke-width="1.9" stroke-linecap="round"/>`
  );
}
