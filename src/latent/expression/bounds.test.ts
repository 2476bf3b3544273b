/** Expressions that are far too long or far too deep: each is either refused or read, and nothing overflows the stack. */
import { describe, expect, test } from 'vitest';
import { largestDifference } from '../testing/vectors.ts';
import { sampleLatent } from '../vector/sample.ts';
import { withNorm } from '../vector/vector.ts';
import {
  ExpressionError,
  evaluate,
  isWithinBounds,
  longestExpression,
  mostParts,
  namesIn,
  parseExpression,
  printExpression,
} from './index.ts';

const SIZE = 32;
const A = sampleLatent(1, SIZE, 'normal');
const scope = {
  size: SIZE,
  radius: Math.sqrt(SIZE),
  resolve: (name: string) => (name === 'A' ? A : undefined),
};

function value(text: string, guard: boolean): Float32Array {
  return evaluate(parseExpression(text), scope, { guard });
}

describe('bounds', () => {
  test('hostile lengths and depths come to an end', () => {
    for (const text of [
      '('.repeat(5000),
      `${'-'.repeat(5000)}A`,
      'mean('.repeat(2000),
      'A+'.repeat(20_000),
      '"'.repeat(9999),
    ]) {
      expect(() => parseExpression(text)).toThrow(ExpressionError);
    }
    const long = `A${' + A'.repeat(499)}`;
    expect(largestDifference(value(long, true), withNorm(A, Math.sqrt(SIZE)))).toBeLessThan(1e-3);
  });

  test('a sum of thousands of terms is refused, however short each term is', () => {
    // The tree is as deep as it has terms: it overflowed the stack of all code that walked it.
    const sum = `A${'+A'.repeat(4999)}`;
    expect(sum.length).toBeLessThan(longestExpression);
    expect(() => parseExpression(sum)).toThrow(/more than 1000 parts/);
    expect(isWithinBounds(sum)).toBe(false);
    expect(isWithinBounds('A + (B')).toBe(true);
    expect(isWithinBounds('A'.repeat(longestExpression + 1))).toBe(false);
  });

  test('the largest accepted expression can be walked within a small stack', () => {
    for (const text of [
      `A${'+A'.repeat((mostParts - 1) >> 1)}`,
      `A${'*1'.repeat((mostParts - 1) >> 1)}`,
      `${'('.repeat(190)}A${')+A'.repeat(190)}`,
      `${'-'.repeat(199)}A`,
    ]) {
      // Below as many calls as a page may already have on its stack.
      const deeper = (left: number): Float32Array => (left === 0 ? value(text, false) : deeper(left - 1));
      expect(deeper(2000)).toHaveLength(SIZE);
      expect(parseExpression(printExpression(parseExpression(text)))).toBeDefined();
      expect(namesIn(parseExpression(text)).length).toBeGreaterThan(0);
    }
  });
});
