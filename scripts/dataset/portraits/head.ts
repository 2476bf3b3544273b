/** The head's outline, its skin with light and shadow, ears, cheeks and the folds of age. */
import { type Colour, colour, css, lighter, mix } from './colour.ts';
import { blob, even, growth, lerp, line, n, type Point, ramp } from './maths.ts';
import type { Sitter } from './sitter.ts';

/** A point of the upper skull, `angle` radians from the crown, moved outwards by `grow`. */
export function skull({ w, h }: Sitter, angle: number, grow = 0): Point {
  const round = (v: number): number => Math.sign(v) * Math.abs(v) ** 0.88;
  const [x, y] = [round(Math.sin(angle)), -round(Math.cos(angle))];
  return [x * (w + grow), y * (h + grow)];
}

/** A point of the right jaw, from the ear (`t` = 0) to the chin (1), as x, y and z. */
export function jaw({ f, w, h, d }: Sitter, t: number): readonly [number, number, number] {
  const square = even(f.jaw * 1.3);
  const corners: readonly Point[] = [
    [w, 0],
    [w * lerp(0.94, 0.985, square), h * 0.3],
    [w * lerp(0.7, 0.93, square), h * 0.62],
    [w * lerp(0.36, 0.62, square), h * 0.9],
    [0, h * lerp(1.04, 0.99, square)],
  ];
  const at = Math.min(t * 4, 3.9999);
  const i = Math.floor(at);
  const p = (k: number): Point =>
    k < 0
      ? [w * 0.97, -h * 0.3]
      : k > 4
        ? [-(corners[3]?.[0] ?? 0), corners[3]?.[1] ?? 0]
        : (corners[k] ?? [0, 0]);
  const u = at - i;
  const spline = (k: 0 | 1): number => {
    const [a, b, c, e] = [p(i - 1)[k], p(i)[k], p(i + 1)[k], p(i + 2)[k]];
    return b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - e + u * (3 * (b - c) + e - a)));
  };
  return [spline(0), spline(1), d * lerp(0.08, 0.55, t * t)];
}

/** The whole outline of the head, in the picture. */
function outline(s: Sitter): readonly Point[] {
  const upper = [-1.5, -1.15, -0.8, -0.4, 0, 0.4, 0.8, 1.15, 1.5].map((angle) =>
    s.edge(...skull(s, angle), s.d * 0.08),
  );
  const right = [0.12, 0.25, 0.375, 0.5, 0.625, 0.75, 0.88, 1].map((t) => jaw(s, t));
  const left = right.slice(0, -1).map(([x, y, z]) => [-x, y, z] as const);
  return [...upper, ...right.map((p) => s.edge(...p)), ...left.reverse().map((p) => s.edge(...p))];
}

/** A gradient across the picture from the lit to the shaded side; `id` names it. */
export function sideLight(s: Sitter, id: string, of: Colour, strength: number, down = 0.05): string {
  const left = css(lighter(of, -s.side * strength + down * 0.5));
  const right = css(lighter(of, s.side * strength + down * 0.5));
  return (
    `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="58" y1="100" x2="198" y2="130"><stop offset="0" stop-color="${left}"/>` +
    `<stop offset="1" stop-color="${right}"/></linearGradient>`
  );
}

/** The ear of one side, drawn before head and hair; it narrows when it is turned away. */
export function ear(s: Sitter, side: -1 | 1): string {
  const [x, y, rx, ry] = earPlace(s, side);
  const fill = css(lighter(s.skin, side * s.side * 0.085 - 0.01));
  const turn = `transform="rotate(${n(side * 9)} ${n(x)} ${n(y)})"`;
  return (
    `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${turn}/>` +
    `<ellipse cx="${n(x + side * rx * 0.18)}" cy="${n(y - ry * 0.05)}" rx="${n(rx * 0.5)}" ry="${n(ry * 0.58)}" fill="${css(s.skinShade)}" ${turn}/>`
  );
}

/** Centre and half sizes of an ear, in the picture. */
export function earPlace(s: Sitter, side: -1 | 1): readonly [x: number, y: number, rx: number, ry: number] {
  const near = -side * s.sinYaw;
  const size = 1 + s.f.ears * 0.21;
  const seen = 1 - 0.92 * ramp(-near, 0, 0.42) + 0.4 * Math.max(0, near);
  const [x, y] = s.edge(
    side * (s.w * (0.985 - 0.08 * Math.max(0, near)) + 4.5 * size * seen),
    s.h * 0.08,
    -s.d * 0.1 * seen,
  );
  return [x, y, 9 * size * seen, 14.5 * size];
}

/** The skin with its cheeks; `shadow` is the path of the hair that casts a shadow on the forehead. */
export function head(s: Sitter, shadow: string): string {
  const path = blob(outline(s));
  const blush = even(s.f.blush);
  const rosy = css(mix(s.skin, colour(Math.max(0.44, s.skin.l - 0.09), 0.15, 22), 0.1 + blush * 0.6));
  const cheeks = ([-1, 1] as const).map((side) => {
    const [x, y] = s.at(side * s.w * 0.6, s.h * 0.29);
    const [inner] = s.at(side * s.w * 0.38, s.h * 0.29);
    const r = lerp(5, 22, blush);
    const rx = r * (Math.abs(x - inner) / (s.w * 0.2));
    return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(r * 0.85)}" fill="url(#rosy)"/>`;
  });
  return (
    `${sideLight(s, 'skin', s.skin, 0.12)}<path d="${path}" fill="url(#skin)"/>` +
    `<radialGradient id="rosy"><stop offset="0.35" stop-color="${rosy}"/><stop offset="1" stop-color="${rosy}" stop-opacity="0"/></radialGradient>` +
    `<clipPath id="face"><path d="${path}"/></clipPath><g clip-path="url(#face)">` +
    `<path d="${shadow}" fill="${css(s.skinShade)}" transform="translate(0 5)"/>${cheeks.join('')}</g>`
  );
}

/** The lines of age, which lengthen and widen beside the mouth, below the eyes and on the forehead. */
export function folds(s: Sitter): string {
  const age = growth(s.f.age, -1.2, 2);
  if (age <= 0) return '';
  const { w, h } = s;
  const stroke = (points: readonly Point[], width: number): string =>
    `<path d="${line(points)}" fill="none" stroke="${css(mix(s.skinShade, s.skinDeep, 0.7))}" stroke-width="${n(width)}" stroke-linecap="round"/>`;
  const sides = ([-1, 1] as const).flatMap((side) => {
    const p = (x: number, y: number): Point => s.at(side * x, y);
    const long = lerp(0.55, 1, Math.min(1, age));
    const fold: readonly Point[] = [
      p(w * 0.3, s.noseY + 3),
      p(w * lerp(0.34, 0.42, long), s.noseY + 3 + h * 0.12 * long),
      p(w * lerp(0.36, 0.47, long), s.noseY + 3 + h * 0.27 * long),
    ];
    const mid = w * 0.435 + s.f.eyeSpacing * 2.7;
    const below = s.eyeY + 14 + s.f.eyeSize * 1.3;
    const reach = 10 * long;
    const bag: readonly Point[] = [p(mid - reach, below), p(mid, below + 3.2), p(mid + reach, below)];
    return [stroke(fold, age * 3.8), stroke(bag, age * 3.2)];
  });
  const across = [0.53, 0.66].map((y) => {
    const reach = w * lerp(0.24, 0.42, Math.min(1, age));
    return stroke([s.at(-reach, -h * y), s.at(0, -h * (y + 0.02)), s.at(reach, -h * y)], age * 3.2);
  });
  return sides.join('') + across.join('');
}
