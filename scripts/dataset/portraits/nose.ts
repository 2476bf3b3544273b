/** The nose: a shaded side, a rounded tip with wings, and a highlight on the bridge. */
import { css, lighter, mix } from './colour.ts';
import { band, lerp, n, type Point } from './maths.ts';
import type { Sitter } from './sitter.ts';

export function nose(s: Sitter): string {
  const wide = 12.4 + s.f.noseWidth * 3.9;
  const top = s.eyeY - 2;
  const p = (x: number, t: number, lift = 11): Point =>
    s.at(x, lerp(top, s.noseY, t), lift * t * Math.sqrt(Math.max(t, 0)));
  // The bridge stands out from the face, so the side away from the light is darker.
  const flank = (of: -1 | 1): string => {
    const along = [p(of * 3.4, 0, 2), p(of * 3.4, 0.4), p(of * wide * 0.6, 0.76, 8), p(of * wide, 0.98, 3)];
    const back = [
      p(of * wide * 0.7, 1.02, 5),
      p(of * wide * 0.3, 0.78),
      p(of * 1.2, 0.45),
      p(of * 1.6, 0, 2),
    ];
    const tone = mix(s.skin, s.skinShade, 0.66 - of * s.side * 0.34);
    return `<path d="${band(along, back)}" fill="${css(tone)}"/>`;
  };
  // The shadow below the tip and the wings.
  const under = [-1.06, -0.9, -0.5, 0, 0.5, 0.9, 1.06].map((u) =>
    p(u * wide, 0.93 + 0.24 * (1 - u * u) + 0.1 * (1 - Math.abs(u)), 3 + 7 * (1 - Math.abs(u))),
  );
  const over = [0.8, 0.4, 0, -0.4, -0.8].map((u) =>
    p(u * wide, 0.95 + 0.09 * (1 - u * u), 3 + 8 * (1 - Math.abs(u))),
  );
  const wing = (of: -1 | 1): string => {
    const [x, y] = p(of * wide * 0.86, 0.92, 5);
    const [hx, hy] = p(of * wide * 0.56, 1.05, 8);
    return (
      `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(wide * 0.3)}" ry="4.8" fill="${css(mix(s.skin, s.skinShade, 0.95 - of * s.side * 0.25))}"/>` +
      `<ellipse cx="${n(hx)}" cy="${n(hy)}" rx="${n(1.2 + wide * 0.15)}" ry="2.1" fill="${css(lighter(s.skinDeep, -0.12))}"/>`
    );
  };
  const [lx, ly] = p(s.side * wide * 0.16, 0.84);
  return (
    `${flank(-1)}${flank(1)}<path d="${band(under, over)}" fill="${css(mix(s.skinShade, s.skinDeep, 0.9))}"/>${wing(-1)}${wing(1)}` +
    `<ellipse cx="${n(lx)}" cy="${n(ly)}" rx="${n(wide * 0.46)}" ry="5.6" fill="${css(lighter(s.skin, 0.04))}"/>`
  );
}
