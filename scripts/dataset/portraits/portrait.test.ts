import { describe, expect, it } from 'vitest';
import { drawFactors, factors, groups } from './factors.ts';
import { portrait } from './portrait.ts';
import { renderPortrait } from './render.ts';

const size = 40;
/** How many factors are varied on each portrait; over 200 portraits, every factor gets about ten. */
const each = 3;
const people = 200;
const cases = Array.from({ length: people * each }, (_, at) => ({
  factor: at % factors.length,
  values: drawFactors(70_000 + (at % people)),
}));

/** The same portrait with another value of one factor. */
function vary(values: Float32Array, factor: number, value: number): Buffer {
  const other = values.slice();
  other[factor] = value;
  return renderPortrait(other, size);
}

/** The share of pixels with a channel that differs by more than `levels` of 255. */
function changed(a: Buffer, b: Buffer, levels: number): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 3) {
    const most = Math.max(...[0, 1, 2].map((k) => Math.abs((a[at + k] ?? 0) - (b[at + k] ?? 0))));
    if (most > levels) count++;
  }
  return count / (a.length / 3);
}

describe('a portrait', () => {
  it('has 50 to 70 factors with names of their own, each in a known group', () => {
    expect(factors.length).toBeGreaterThanOrEqual(50);
    expect(factors.length).toBeLessThanOrEqual(70);
    expect(new Set(factors.map(({ id }) => id)).size).toBe(factors.length);
    expect(new Set(factors.map(({ name }) => name)).size).toBe(factors.length);
    expect(new Set(factors.map(({ group }) => group))).toEqual(new Set(groups));
    for (const { low, high, draws } of factors) {
      expect(low).not.toBe(high);
      expect(draws).not.toBe('');
    }
  });

  it('is the same, byte for byte, for the same factors, and different for others', () => {
    for (const seed of [0, 7, 4_294_967_295]) {
      expect(portrait(drawFactors(seed))).toBe(portrait(drawFactors(seed)));
      expect(renderPortrait(drawFactors(seed), size).equals(renderPortrait(drawFactors(seed), size))).toBe(
        true,
      );
    }
    expect(portrait(drawFactors(1))).not.toBe(portrait(drawFactors(2)));
  });

  it('is drawn from independent standard normal numbers', () => {
    const rows = Array.from({ length: 2000 }, (_, seed) => drawFactors(seed));
    for (let j = 0; j < factors.length; j++) {
      const column = rows.map((row) => row[j] ?? 0);
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
      const square = column.reduce((sum, x) => sum + x * x, 0) / column.length;
      // 4.5 standard errors: sqrt(1 / 2000) of a mean, sqrt(2 / 2000) of a mean square.
      expect(Math.abs(mean), factors[j]?.id).toBeLessThan(0.1);
      expect(Math.abs(square - 1), factors[j]?.id).toBeLessThan(0.15);
    }
  });

  it('never writes anything but finite numbers, however extreme the factors', () => {
    for (const value of [-6, -3, -1, 0, 1, 3, 6]) {
      expect(portrait(Float32Array.from(factors, () => value)), String(value)).not.toMatch(
        /NaN|Infinity|undefined/,
      );
    }
    for (let j = 0; j < factors.length; j++) {
      for (const value of [-5, 5]) {
        const values = drawFactors(j);
        values[j] = value;
        expect(portrait(values), `${factors[j]?.id} ${value}`).not.toMatch(/NaN|Infinity|undefined/);
      }
    }
  });

  it('changes a little for a step of 0.02 in any factor: less than 2 % of the pixels by more than 16 of 255, none by more than 96', () => {
    for (const { factor, values } of cases) {
      const from = values[factor] ?? 0;
      const [a, b] = [vary(values, factor, from), vary(values, factor, from + 0.02)];
      expect(changed(a, b, 16), `${factors[factor]?.id} at ${from}`).toBeLessThan(0.02);
      expect(changed(a, b, 96), `${factors[factor]?.id} at ${from}`).toBe(0);
    }
  });

  it('changes visibly from -2 to 2 in every factor: at least 0.2 % of the pixels by more than 16 of 255, on 8 of 10 portraits', () => {
    const seen = new Map<string, boolean[]>();
    for (const { factor, values } of cases) {
      const share = changed(vary(values, factor, -2), vary(values, factor, 2), 16);
      const id = factors[factor]?.id ?? '';
      seen.set(id, [...(seen.get(id) ?? []), share >= 0.002]);
    }
    for (const [id, all] of seen) {
      expect(all.length, id).toBe(10);
      expect(all.filter(Boolean).length, id).toBeGreaterThanOrEqual(8);
    }
  });
});
