/** Beard and moustache. The beard begins as a tuft, the moustache as a line; both grow by size and are always opaque. */
import { css, lighter } from './colour.ts';
import { jaw } from './head.ts';
import { band, clamp, growth, lerp, type Point, ramp } from './maths.ts';
import { lipEnd } from './mouth.ts';
import type { Sitter } from './sitter.ts';

export function beard(s: Sitter): string {
  const b = growth(s.f.beard, -0.4, 2);
  if (b <= 0) return '';
  const { w, h } = s;
  const from = lerp(0.93, 0.1, clamp(b * 1.15) ** 1.4);
  const gap = lipEnd(s);
  const outer: Point[] = [];
  const inner: Point[] = [];
  for (let i = 0; i <= 10; i++) {
    const u = i / 10;
    const t = lerp(from, 1, u);
    const [x, y] = jaw(s, t);
    const drop = (2 + 24 * b * b) * ramp(u, 0, 1);
    outer.push([x * (1 + 0.03 * b * u), y + drop]);
    // The inner border runs from the ear around the mouth to the chin.
    const ring: Point = [
      w * 0.86 * Math.sqrt(Math.max(0, 1 - t ** 2.2)) ** 0.8,
      lerp(h * 0.1, Math.min(s.mouthY + gap + 0.5, h * 0.92), ramp(t, -0.1, 0.95)),
    ];
    const thick = clamp(0.62 + b) * ramp(u, -0.02, 0.4);
    inner.push([lerp(x, ring[0], thick), lerp(y, ring[1], thick)]);
  }
  const place =
    (side: number, lift: number) =>
    (p: Point, i: number): Point => {
      const [, , z] = jaw(s, lerp(from, 1, i / 10));
      return lift === 0 ? s.edge(side * p[0], p[1], z) : s.edge(side * p[0], p[1], lerp(z, s.d * 0.72, 0.5));
    };
  const rim = [...outer.map(place(-1, 0)), ...outer.map(place(1, 0)).reverse().slice(1)];
  const hole = [...inner.map(place(-1, 1)), ...inner.map(place(1, 1)).reverse().slice(1)].reverse();
  return `<path d="${band(rim, hole)}" fill="${css(lighter(s.hair, -0.03))}"/>`;
}

export function moustache(s: Sitter): string {
  const m = growth(s.f.moustache, -0.6, 2);
  if (m <= 0) return '';
  const wide = lerp(15, 27, Math.min(1.15, m));
  const thick = m * 7.6;
  const full = 4.6 + s.f.lips * 1.7;
  const y = Math.max(s.noseY + 6, s.mouthY - full * 0.9 - 4.2);
  const lift = (s.f.smile + 1.25) * 1.2;
  const p = (u: number, v: number): Point => s.at(u * wide, y + v + u * u * (m * 6 - lift), 6 * (1 - u * u));
  const us = [-1, -0.8, -0.5, -0.2, 0, 0.2, 0.5, 0.8, 1];
  const top = us.map((u) => p(u, -thick * 0.55 * (1 - u * u) * (u === 0 ? 0.7 : 1)));
  const low = us.map((u) => p(u, thick * 0.75 * (1 - Math.abs(u) ** 2.4) * (u === 0 ? 0.6 : 1)));
  return `<path d="${band(top, low.reverse())}" fill="${css(lighter(s.hair, -0.055))}"/>`;
}
