import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference } from '../testing/vectors.ts';
import { slerp } from '../vector/interpolate.ts';
import { sampleLatent } from '../vector/sample.ts';
import { add, combine, norm, scale, subtract, withNorm } from '../vector/vector.ts';
import {
  type Expression,
  ExpressionError,
  evaluate,
  namesIn,
  parseExpression,
  printExpression,
  type Scope,
} from './index.ts';

const SIZE = 32;
const [A, B, C] = [1, 2, 3].map((seed) => sampleLatent(seed, SIZE, 'normal')) as [
  Float32Array,
  Float32Array,
  Float32Array,
];
const glasses = withNorm(sampleLatent(4, SIZE, 'normal'), 1);
const smile = withNorm(sampleLatent(5, SIZE, 'normal'), 1);
const known: Record<string, Float32Array> = { A, B, C, glasses, smile, 'my "best" face': B, großmutter: C };
const scope: Scope = {
  size: SIZE,
  radius: Math.sqrt(SIZE),
  resolve: (name) => (Object.hasOwn(known, name) ? known[name] : undefined),
};

function value(text: string, guard = false): Float32Array {
  return evaluate(parseExpression(text), scope, { guard });
}

/** The expression without its places. */
function bare(expression: Expression): unknown {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return { name: expression.name };
    case 'negate':
      return { negate: bare(expression.operand) };
    case 'binary':
      return [bare(expression.left), expression.operator, bare(expression.right)];
    case 'call':
      return { call: expression.name, of: expression.arguments.map(bare) };
  }
}

/** Returns the error of a text, with the characters that it marks. */
function mistake(text: string): { sentence: string; under: string; from: number } {
  try {
    value(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    expect(error.code).toBe('EXPRESSION_INVALID');
    return {
      sentence: error.message,
      under: text.slice(error.span.from, error.span.to),
      from: error.span.from,
    };
  }
  throw new Error(`no error in ${text}`);
}

const span = { from: 0, to: 0 };
const names = fc.oneof(
  fc.constantFrom('A', 'my pin', 'mix', 'x_1', 'großmutter', '漢字', '1st', 'a"b\\c', ' ', '-', '"', '\\'),
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }),
);
const { expressions } = fc.letrec<{ expressions: Expression }>((tie) => ({
  expressions: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true })
      .map((number): Expression => ({ kind: 'number', value: Math.abs(number), ...span })),
    names.map((name): Expression => ({ kind: 'name', name, ...span })),
    tie('expressions').map((operand): Expression => ({ kind: 'negate', operand, ...span })),
    fc
      .tuple(
        fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
        tie('expressions'),
        tie('expressions'),
      )
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, ...span })),
    fc
      .array(tie('expressions'), { minLength: 1, maxLength: 4 })
      .map((list): Expression => ({ kind: 'call', name: 'mean', arguments: list, ...span })),
    fc
      .tuple(
        fc.constantFrom('mix' as const, 'slerp' as const),
        tie('expressions'),
        tie('expressions'),
        tie('expressions'),
      )
      .map(([name, ...list]): Expression => ({ kind: 'call', name, arguments: list, ...span })),
  ),
}));

describe('printing and parsing', () => {
  test('undo each other: a printed expression parses back to itself', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        expect(bare(parseExpression(printExpression(expression)))).toEqual(bare(expression));
      }),
      { numRuns: 1000 },
    );
  });

  test('of a text give one plain form, which no longer changes', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = printExpression(expression);
        expect(printExpression(parseExpression(text))).toBe(text);
      }),
    );
  });

  test.each([
    ['A-B+C', 'A - B + C'],
    ['0.5*(A + B)', '0.5 * (A + B)'],
    ['A + 1.5 glasses - smile', 'A + 1.5 * glasses - smile'],
    ['((A))', 'A'],
    ['A-(B-C)', 'A - (B - C)'],
    ['(A-B)-C', 'A - B - C'],
    ['-(A+B)', '-(A + B)'],
    ['1/2 A', '1 / 2 * A'],
    ['mix( A,B , .3 )', 'mix(A, B, 0.3)'],
    ['"A" + "my face"', 'A + "my face"'],
    ['A − B × 2 ÷ 3', 'A - B * 2 / 3'],
    ['- -A', '--A'],
  ])('bring %s to %s', (text, printed) => {
    expect(printExpression(parseExpression(text))).toBe(printed);
  });
});

describe('the positions in an expression', () => {
  test('lie within the text, and those of parts within those of the whole', () => {
    const check = (expression: Expression, text: string): void => {
      expect(expression.from).toBeGreaterThanOrEqual(0);
      expect(expression.to).toBeLessThanOrEqual(text.length);
      expect(expression.from).toBeLessThan(expression.to);
      const parts =
        expression.kind === 'binary'
          ? [expression.left, expression.right]
          : expression.kind === 'negate'
            ? [expression.operand]
            : expression.kind === 'call'
              ? expression.arguments
              : [];
      for (const part of parts) {
        expect(part.from).toBeGreaterThanOrEqual(expression.from);
        expect(part.to).toBeLessThanOrEqual(expression.to);
        check(part, text);
      }
    };
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = printExpression(expression);
        check(parseExpression(text), text);
      }),
    );
  });

  test('of names are those of the names in the text', () => {
    const text = 'mix(A, "my pin", 0.5) - -A';
    const found = namesIn(parseExpression(text)).map(({ name, from, to }) => [name, text.slice(from, to)]);
    expect(found).toEqual([
      ['A', 'A'],
      ['my pin', '"my pin"'],
      ['A', 'A'],
    ]);
  });
});

describe('the value of an expression', () => {
  test.each<[string, Float32Array]>([
    ['A', A],
    ['A - B + C', add(subtract(A, B), C)],
    ['A - (B + C)', subtract(A, add(B, C))],
    ['0.5*(A + B)', scale(add(A, B), 0.5)],
    ['(A + B) / 2', scale(add(A, B), 0.5)],
    ['1/2 A', scale(A, 0.5)],
    ['-2 A', scale(A, -2)],
    ['A + 1.5 glasses - smile', subtract(combine(1, A, 1.5, glasses), smile)],
    ['mix(A, B, 0.3)', combine(0.7, A, 0.3, B)],
    ['mix(A, B, 1 - 0.7)', combine(0.7, A, 0.3, B)],
    ['slerp(A, B, 0.3)', slerp(A, B, 0.3)],
    ['mean(A, B, C)', scale(add(add(A, B), C), 1 / 3)],
    ['mean(A)', A],
    ['norm(A + B)', withNorm(add(A, B), Math.sqrt(SIZE))],
    ['"my \\"best\\" face" + großmutter', add(B, C)],
    ['2 * 3 * A / 4 - -B', combine(1.5, A, 1, B)],
  ])('of %s is right', (text, expected) => {
    expect(largestDifference(value(text), expected)).toBeLessThan(1e-5);
  });

  test('is scaled back to the sphere by the guard, and left alone without it', () => {
    expect(norm(value('3 A - B', true))).toBeCloseTo(Math.sqrt(SIZE), 4);
    expect(
      largestDifference(value('3 A - B', true), withNorm(value('3 A - B'), Math.sqrt(SIZE))),
    ).toBeLessThan(1e-6);
    expect(norm(value('3 A'))).toBeCloseTo(3 * norm(A), 4);
  });

  test('does not change its operands', () => {
    const before = [A, B].map((z) => z.slice());
    value('mean(A, B) + norm(-A) - slerp(A, B, 0.5)', true);
    expect([A, B]).toEqual(before);
  });
});

describe('a mistake is reported at its position', () => {
  test.each([
    ['', '', 'Type an expression'],
    ['   ', '', 'Type an expression'],
    ['A +', '', 'ends too early'],
    ['A B', 'B', 'operator is missing'],
    ['2 3', '3', 'operator is missing'],
    ['A 2', '2', 'operator is missing'],
    ['(A + B', '(', 'not closed'],
    ['A + B)', ')', 'no opening bracket'],
    ['A, B', ',', 'arguments of a function'],
    ['A + * B', '*', 'is missing here'],
    ['()', ')', 'is missing here'],
    ['A $ B', '$', 'means nothing'],
    ['A + 😀', '😀', 'means nothing'],
    ['A - "my pin', '"my pin', 'no closing quote'],
    ['A - ""', '""', 'no name'],
    ['1e999 A', '1e999', 'too large'],
    ['blend(A, B)', 'blend', 'no function blend'],
    ['A + mix(A, B)', 'mix(A, B)', 'does not take 2 arguments'],
    ['mean()', 'mean()', 'does not take 0 arguments'],
    ['mix(A B, 1)', 'B', 'operator is missing'],
    ['A + Eve', 'Eve', 'no pin or attribute named "Eve"'],
    ['A + 2', '2', 'cannot be added'],
    ['1 - (A + B)', '1', 'cannot be added'],
    ['A * B', 'A * B', 'cannot multiply'],
    ['A / (1 - 1)', '(1 - 1)', 'divides by zero'],
    ['2 / A', 'A', 'divide by a face'],
    ['1 + 2', '1 + 2', 'result is a number'],
    ['mix(A, 2, 0.5)', '2', 'A face belongs here'],
    ['slerp(A, B, C)', 'C', 'A number belongs here'],
    ['norm(A - A)', 'norm(A - A)', 'cancel out'],
    ['1e300 A * 1e300', '1e300 A * 1e300', 'too large'],
  ])('%s', (text, under, words) => {
    const found = mistake(text);
    expect(found.sentence).toContain(words);
    expect(found.under).toBe(under);
  });

  test('even if only the guard finds it', () => {
    const parsed = parseExpression('B + A - A - B');
    expect(() => evaluate(parsed, scope, { guard: true })).toThrow('cancel out');
    expect(() => evaluate(parsed, scope, { guard: false })).not.toThrow();
  });

  test('and a pin of another model is refused', () => {
    const other: Scope = { ...scope, resolve: () => new Float32Array(7) };
    expect(() => evaluate(parseExpression('A'), other, { guard: true })).toThrow('7 dimensions');
  });

  test('any typed text gives an expression, or an error with a position in the text', () => {
    const alphabet = [...'ABC12.,+-*/()" \\emixsn'];
    const texts = fc.oneof(
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.span.from).toBeGreaterThanOrEqual(0);
          expect(error.span.from).toBeLessThanOrEqual(error.span.to);
          expect(error.span.to).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
