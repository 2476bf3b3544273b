/** The hair: a knot and the ends behind the head, locks over the shoulders, and the hair that frames the face. */
import { css, lighter } from './colour.ts';
import { sideLight, skull } from './head.ts';
import { band, between, blob, clamp, even, growth, lerp, line, n, type Point, ramp } from './maths.ts';
import type { Sitter } from './sitter.ts';

/** Measures that all parts of the hair share. */
export function hairOf(s: Sitter) {
  const { f } = s;
  const there = ramp(f.hairLength, -2.3, -0.9);
  const long = ramp(f.hairLength, -1.1, 2.3);
  const volume = even(f.hairVolume * 1.2);
  const pressed = clamp(growth(f.cap, -0.25, 1.9));
  return {
    there,
    long,
    top: there * lerp(3, 25, volume) * (1 - 0.6 * pressed),
    sides: there * lerp(2, 20, volume) * lerp(0.65, 1, long) * (1 - 0.25 * pressed),
    lobes: there * growth(f.hairWave, -1.6, 2) * lerp(8, 11, volume),
    part: f.parting * 0.33,
  };
}
type Hair = ReturnType<typeof hairOf>;

/** The height, 0 to 1, of `k` round lobes over an interval of 1. */
const lobe = (t: number, k: number): number => Math.sin(Math.PI * k * t) ** 2;

/** The outline of the hair over the skull, `angle` from the crown, to the right. */
export function dome(s: Sitter, hair: Hair, angle: number): Point {
  const across = Math.sin(angle) ** 2;
  const fuller = 1 - hair.part * Math.sin(angle) * 0.8;
  const grow =
    lerp(hair.top, hair.sides, across) * fuller + hair.lobes * 0.75 * (lobe(angle / Math.PI + 0.5, 7) - 0.35);
  return skull(s, angle, grow);
}

const angles = Array.from({ length: 33 }, (_, i) => -1.6 + i * 0.1);

/** The outer border of the right-hand lock, from the temple (`t` = 0) to its end (1). */
function fall(s: Sitter, hair: Hair, t: number): Point {
  const { w, h } = s;
  const from = -h * 0.3;
  const to = lerp(h * 0.42, h * 2.05, hair.long);
  const y = lerp(from, to, t);
  const start = w * 0.97 + hair.sides;
  const end = w * lerp(0.84, 1.0, ramp(hair.long, 0, 0.3)) + hair.sides * 1.1;
  const lobes = hair.lobes * (lobe(t * lerp(0.35, 1, hair.long), 7) - 0.35) * 1.15;
  return [(lerp(start, end, t) + lobes) * lerp(0.86, 1, hair.there), y];
}

/** The share of its width that a lock still has at `t`; `l` is the length of the hair on the head. */
const taper = (t: number, l: number): number => {
  const v = clamp(((1 - t) * l) / 34);
  return Math.sqrt(Math.max(0, 1 - (1 - v) * (1 - v)));
};

const downs = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.78, 0.85, 0.91, 0.95, 0.98, 0.995];

/** The hair behind neck and shoulders. */
export function hairBehind(s: Sitter): string {
  const hair = hairOf(s);
  const l = lerp(0.72, 2.35, hair.long) * s.h;
  const z = -s.d * 0.35;
  const right = downs.map((t): Point => {
    const [x, y] = fall(s, hair, t);
    return [x * lerp(0.55, 1, taper(t, l)), y];
  });
  const upper = angles.filter((angle) => Math.abs(angle) < 1.25).map((angle) => dome(s, hair, angle));
  const left = right.map(([x, y]): Point => [-x, y]).reverse();
  const around = [...upper, ...right, ...left];
  const bun = growth(s.f.bun, -1.2, 2) * hair.there;
  const [bx, by] = s.edge(0, -s.h - hair.top - bun * 9, z * 1.3);
  const r = bun * 25;
  const knot = blob(
    Array.from({ length: 14 }, (_, i): Point => {
      const a = (i / 14) * 2 * Math.PI;
      const grow = r + Math.min(bun, 1) * hair.lobes * 0.5 * (i % 2);
      return [bx + Math.sin(a) * grow * 1.1, by - Math.cos(a) * grow * 0.92];
    }),
  );
  return (
    `${sideLight(s, 'hair', s.hair, 0.08)}${sideLight(s, 'ends', lighter(s.hair, -0.035), 0.08, 0)}` +
    `<path d="${knot}" fill="${css(lighter(s.hair, -0.02))}"/>` +
    `<path d="${[z, 0].map((depth) => blob(around.map(([x, y]) => s.edge(x, y, depth)))).join('')}" fill="${css(lighter(s.hair, -0.075))}"/>`
  );
}

/** The locks that fall in front of the shoulders, one on each side. */
export function locks(s: Sitter): string {
  const hair = hairOf(s);
  const reach = ramp(hair.long, 0.04, 0.5);
  if (reach <= 0) return '';
  const l = lerp(0.72, 2.35, hair.long) * s.h;
  return ([-1, 1] as const)
    .map((side) => {
      const outer: Point[] = [];
      const inner: Point[] = [];
      for (const t of [0, ...downs]) {
        const [x, y] = fall(s, hair, t);
        const left = taper(t, l);
        const tip = x * 0.84;
        const within = lerp(x, s.w * lerp(0.78, 0.56, ramp(y, s.h * 0.6, s.h * 1.3)), reach);
        outer.push([lerp(tip, x, left), y]);
        inner.push([lerp(tip, within, left), y]);
      }
      const place = ([x, y]: Point): Point => s.edge(side * x, y, -s.d * 0.1);
      return `<path d="${band(outer.map(place), inner.reverse().map(place))}" fill="url(#ends)"/>`;
    })
    .join('');
}

/** The lower border of the hair over the forehead, from the right temple to the left, in the picture. */
function hairline(s: Sitter, hair: Hair): readonly Point[] {
  const { f, w, h } = s;
  const low = even(f.fringe * 1.25);
  const p = hair.part * w;
  const yPart = -h * lerp(0.94, 0.62, low);
  const ySide = -h * lerp(0.68, 0.27, low);
  const reach = 0.84 * w;
  const sweep = (side: -1 | 1): Point[] =>
    [1.0, 0.86, 0.7, 0.55, 0.4, 0.26, 0.14, 0.05].map((u): Point => {
      const x = lerp(p, side * reach, u);
      const share = 1 - side * hair.part * 0.35;
      const rise = (1 - (1 - u) ** 2.6) * (1 - 0.28 * ramp(u, 0.62, 1));
      const lobes = hair.lobes * 0.5 * lobe(u, 2) * ramp(u, 0, 0.2);
      const y = lerp(yPart, lerp(yPart, ySide, share), rise) + lobes;
      return recede(s, hair, [x, y]);
    });
  return [...sweep(1), recede(s, hair, [p, yPart - h * 0.015]), ...sweep(-1).reverse()];
}

/** A point of the hairline in the picture; as the hair gets shorter, it recedes to the outline of the skull. */
function recede(s: Sitter, hair: Hair, [x, y]: Point): Point {
  const bald = s.edge(...skull(s, (1.35 * x) / (0.84 * s.w)), s.d * 0.08);
  return between(bald, s.at(x, y, 2), hair.there);
}

/** The path of the hair that frames the face. */
export function frontPath(s: Sitter): string {
  const hair = hairOf(s);
  const outer = angles.map((angle) =>
    s.edge(...dome(s, hair, angle), lerp(0, s.d * 0.12, Math.abs(angle) / 1.6)),
  );
  const inner = hairline(s, hair);
  const temple = (side: -1 | 1): Point[] => [
    s.edge(side * lerp(s.w, s.w * 0.93, hair.there), s.h * 0.02, s.d * 0.15),
    s.edge(side * lerp(s.w, s.w * 0.9, hair.there), -s.h * 0.18, s.d * 0.22),
  ];
  return blob([...outer, ...temple(1), ...inner, ...temple(-1).reverse()]);
}

/** Hair in front of an ear: narrow at the hairline, it ends in a tip that can reach the jaw. */
function sideburn(s: Sitter, hair: Hair, side: -1 | 1): string {
  const grown = growth(s.f.sideburns, -2.2, 2) * hair.there;
  const wide = Math.min(1, grown * 2.2) * 0.28;
  const y = (t: number): number => s.h * lerp(-0.3, lerp(-0.05, 0.64, grown), t);
  const out = (t: number): number => lerp(1, 0.93, ramp(y(t) / s.h, 0.1, 0.6));
  const p = (x: number, t: number): Point => s.edge(side * s.w * x, y(t), s.d * 0.14);
  const outer = [0, 0.3, 0.6, 0.85].map((t) => p(out(t), t));
  const inner = [1, 0.85, 0.65, 0.4, 0.2, 0].map((t) =>
    p(out(t) - wide * lerp(0.3, 1, ramp(t, 0, 0.6)) * Math.sqrt(1 - t ** 3), t),
  );
  return `<path d="${band(outer, inner)}" fill="url(#hair)"/>`;
}

/** Hair over the forehead with parting and sheen, and the sideburns. */
export function hairBefore(s: Sitter): string {
  const hair = hairOf(s);
  const x = hair.part * s.w;
  const parting = [0, 0.5, 1].map((t) => s.at(x * lerp(1, 0.75, t), -s.h * lerp(0.74, 0.92, t), 3));
  const sheen = [-0.62, -0.3, 0.05, 0.4, 0.72].map((angle) => {
    const [over, up] = dome(s, hair, angle - hair.part * 0.6 + s.side * 0.3);
    return s.edge(over * 0.8, up * 0.86 + 3, s.d * 0.2);
  });
  const stroke = (points: readonly Point[], tone: number, width: number): string =>
    `<path d="${line(points)}" fill="none" stroke="${css(lighter(s.hair, tone))}" stroke-width="${n(hair.there * width)}" stroke-linecap="round"/>`;
  return (
    `<path d="${frontPath(s)}" fill="url(#hair)"/>${sideburn(s, hair, -1)}${sideburn(s, hair, 1)}` +
    `${stroke(parting, -0.065, 3.4)}${stroke(sheen, 0.07, 5)}`
  );
}
