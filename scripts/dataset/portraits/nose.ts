/** The nose: a shaded side, a rounded tip with wings, and a light on the bridge. */
import { css, lighter, mix } from './colour.ts';
import { band, lerp, n, type Point } from './maths.ts';
import type { Sitter } from './sitter.ts';

export function nose(s: Sitter): string {
  const wide = 10.5 + s.f.noseWidth * 2.3;
  const top = s.eyeY - 2;
  const low = s.noseY;
  const p = (x: number, t: number, lift = 11): Point => s.at(x, lerp(top, low, t), lift * t ** 1.5);
  // The bridge stands out from the face, so it shades the side away from the light, a little on both.
  const side = (of: -1 | 1): string => {
    const dark = -of * s.side;
    const along = [p(of * 3.2, 0.0, 2), p(of * 3, 0.45), p(of * wide * 0.5, 0.78), p(of * wide, 0.95, 3)];
    const back = [
      p(of * wide * 0.9, 1.02, 4),
      p(of * wide * 0.35, 0.8),
      p(of * 1.2, 0.45),
      p(of * 1.5, 0.0, 2),
    ];
    const tone = mix(s.skin, s.skinShade, 0.62 + dark * 0.38);
    return `<path d="${band(along, back)}" fill="${css(tone)}"/>`;
  };
  const under = [
    p(-wide, 0.9, 3),
    p(-wide * 1.02, 1.0, 3),
    p(-wide * 0.5, 1.1, 9),
    p(0, 1.14),
    p(wide * 0.5, 1.1, 9),
    p(wide * 1.02, 1.0, 3),
    p(wide, 0.9, 3),
  ];
  const over = [
    p(wide * 0.7, 1.0, 6),
    p(wide * 0.3, 1.03),
    p(0, 1.05),
    p(-wide * 0.3, 1.03),
    p(-wide * 0.7, 1.0, 6),
  ];
  const [lx, ly] = p(s.side * wide * 0.16, 0.86);
  return (
    `${side(-1)}${side(1)}<path d="${band(under, over)}" fill="${css(mix(s.skinShade, s.skinDeep, 0.8))}"/>` +
    `<ellipse cx="${n(lx)}" cy="${n(ly)}" rx="${n(wide * 0.42)}" ry="5" fill="${css(lighter(s.skin, 0.045))}"/>`
  );
}
