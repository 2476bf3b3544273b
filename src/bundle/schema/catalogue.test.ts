import { describe, expect, it } from 'vitest';
import { parseCatalogue } from './catalogue.ts';

const entry = (id: string) => ({ id, title: id, bytes: 1 });

describe('a catalogue', () => {
  it('lists models with different ids', () => {
    const { models } = parseCatalogue({ schema: 1, models: [entry('a'), entry('b')] }, 'index.json');
    expect(models.map(({ id, default: first }) => [id, first])).toEqual([
      ['a', false],
      ['b', false],
    ]);
  });

  it.each([
    ['one id twice', [entry('a'), entry('a')], /different ids/],
    ['a title of 1 MB', [{ ...entry('a'), title: 'x'.repeat(2 ** 20) }], /models\.0\.title/],
    ['100,000 models', Array.from({ length: 100_000 }, (_, i) => entry(`m${i}`)), /at most 1000/],
  ])('with %s is refused by name', (_, models, words) => {
    expect(() => parseCatalogue({ schema: 1, models }, 'index.json')).toThrow(words);
  });
});
