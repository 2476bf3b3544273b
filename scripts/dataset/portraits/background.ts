/** A plain wall, a little brighter behind the head and on the side that the light comes from. */
import { colour, css, lighter } from './colour.ts';
import { even, lerp, n } from './maths.ts';
import type { Sitter } from './sitter.ts';

export function background({ f, side }: Sitter): string {
  const wall = colour(lerp(0.7, 0.965, even(f.backLight)), 0.07, 305 + f.backHue * 76);
  return (
    `<radialGradient id="wall" gradientUnits="userSpaceOnUse" cx="${n(128 + side * 70)}" cy="92" r="210"><stop offset="0" stop-color="${css(lighter(wall, 0.045))}"/>` +
    `<stop offset="1" stop-color="${css(lighter(wall, -0.05))}"/></radialGradient><rect width="256" height="256" fill="url(#wall)"/>`
  );
}
