import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../latent/expression/index.ts';
import { insertTerm } from './insertTerm.ts';

const cases: readonly [before: string, after: string, result: string][] = [
  ['', '', 'X'],
  ['A', '', 'A + X'],
  ['A ', '', 'A + X'],
  ['A -', '', 'A - X'],
  ['A − ', '', 'A − X'],
  ['A + 1.5', '', 'A + 1.5 X'],
  ['A + 1.5 ', '', 'A + 1.5 X'],
  ['"Seed 31"', '', '"Seed 31" + X'],
  ['z9', '', 'z9 + X'],
  ['0.5*(', ')', '0.5*(X)'],
  ['mean(A, ', ', C)', 'mean(A, X, C)'],
  ['mix(A', ', B, 0.3)', 'mix(A + X, B, 0.3)'],
  ['', 'B', 'X + B'],
  ['A', '- B', 'A + X - B'],
];

describe('a chip', () => {
  for (const [before, after, result] of cases) {
    it(`put in at ${before}|${after} gives ${result}`, () => {
      const { text, caret } = insertTerm(before + after, before.length, before.length, 'X');
      expect(text).toBe(result);
      expect(text.slice(0, caret).endsWith('X')).toBe(true);
      expect(() => parseExpression(text)).not.toThrow();
    });
  }

  it('takes the place of what is selected', () => {
    expect(insertTerm('A - B + C', 4, 5, 'X').text).toBe('A - X + C');
  });
});
