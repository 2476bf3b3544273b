import { describe, expect, test } from 'vitest';
import { emitGraphModel } from '../../emit/modelJson.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { dropInfinities } from './dropInfinities.ts';

const above = Number.POSITIVE_INFINITY;
const below = Number.NEGATIVE_INFINITY;

/** An op over x [n, 3] and its own constants. */
function over(op: string, constants: readonly (readonly number[])[], first = true) {
  const builder = new GraphBuilder();
  const x = builder.input('x', [-1, 3]);
  const others = constants.map((data, i) =>
    builder.floats(`c${i}`, data.length === 1 ? [] : [data.length], data),
  );
  return builder.build(builder.node('y', op, first ? [x, ...others] : [...others, x]));
}

describe('infinities in bounds', () => {
  test.each([
    ['Minimum', [[above]], true],
    ['Minimum', [[above]], false],
    ['Minimum', [[above, above, above]], true],
    ['Maximum', [[below]], true],
    ['Maximum', [[below]], false],
    ['ClipByValue', [[below], [above]], true],
  ] as const)('%s by %j passes its input on', (op, constants, first) => {
    const before = over(op, constants, first);
    const after = dropInfinities(before);
    expect(opsOf(after)).toEqual([]);
    expectSame(before, after, 0);
  });

  test.each([
    ['ClipByValue', [[0], [above]]],
    ['ClipByValue', [[below], [0.5]]],
    ['Minimum', [[0.1, above, 0.3]]],
    ['Maximum', [[below, 0, below]]],
    ['Less', [[above]]],
    ['GreaterEqual', [[below]]],
    ['NotEqual', [[above]]],
  ] as const)('%s by %j still bounds, with finite numbers that can be stored', async (op, constants) => {
    const before = over(op, constants);
    const after = dropInfinities(before);
    expect(opsOf(after)).toEqual([op]);
    expectSame(before, after, 0);
    if (op !== 'Less') await emitGraphModel(after, { quantization: 'none' });
  });

  test('a bound that widens its input stays', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [-1, 1]);
    const wide = builder.floats('wide', [1, 3], [above, above, above]);
    const before = builder.build(builder.node('y', 'Minimum', [x, wide]));
    const after = dropInfinities(before);
    expect(opsOf(after)).toEqual(['Minimum']);
    expectSame(before, after, 0);
  });

  test.each([
    ['infinity in a sum', 'Add', [above]],
    ['NaN in a bound', 'Minimum', [Number.NaN]],
    ['a minimum with -Infinity', 'Minimum', [below]],
    ['a maximum with Infinity', 'Maximum', [0, above, 0]],
    ['NaN beside an infinity', 'Minimum', [Number.NaN, above, 1]],
  ])('%s is a damaged weight', async (_, op, data) => {
    const after = dropInfinities(over(op, [data]));
    await expect(emitGraphModel(after, { quantization: 'none' })).rejects.toMatchObject({
      code: 'TENSOR_INVALID',
    });
  });
});
