import { expect, test } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import { doubts } from './doubts.ts';

const size = 28 * 28;
const random = createRandom(2);
const made = (f: (i: number) => number) => Float32Array.from({ length: size }, (_, i) => f(i));
const noise = () => made(() => Math.tanh(random.normal()));
/** A white stroke with grey edges on black, like a digit. */
const drawing = (at: number) => made((i) => Math.max(-1, 1 - 0.4 * Math.max(0, Math.abs((i % 28) - at) - 2)));

test('pictures that differ and have tones raise none', () => {
  expect(doubts([noise(), noise()], [-1, 1], false)).toEqual([]);
  expect(doubts([drawing(8), drawing(20)], [-1, 1], false)).toEqual([]);
  expect(doubts([noise()], [-1, 1], false)).toEqual([]);
});

test.each([
  ['flat ones', [made(() => 0.1), made(() => -0.3)], /flat.*prior.*spread.*untrained/],
  [
    'saturated ones',
    [made((i) => (i % 3 ? 1 : -1)), made((i) => (i % 5 ? 1 : -1))],
    /saturated.*--range.*spread/,
  ],
  ['ones far beyond the range', [made((i) => 40 - (i % 80)), made((i) => (i % 90) - 45)], /saturated/],
  ['the same for all latents', [drawing(9), drawing(9), drawing(9)], /same for all latents.*--latent/],
  ['no numbers', [made(() => Number.NaN)], /are not numbers/],
])('%s raise one, with a possible cause', (_, pictures, words) => {
  const said = doubts(pictures, [-1, 1], false);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(words);
});

test('says so if only the class matters', () => {
  expect(doubts([drawing(9), drawing(9)], [-1, 1], true)[0]).toMatch(/only the class matters/);
});
