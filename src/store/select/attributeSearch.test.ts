import { describe, expect, it } from 'vitest';
import type { Attribute } from '../state/state.ts';
import { divide, findByWords } from './attributeSearch.ts';

const attribute = (name: string, more: Partial<Attribute> = {}): Attribute => ({
  id: `labelled:${name}`,
  name,
  group: 'labelled',
  direction: new Float32Array(1),
  ...more,
});

const mouth = attribute('Mouth width', { heading: 'Nose and mouth', ends: ['narrow', 'wide'], first: true });
const eyes = attribute('Eyes', { heading: 'Eyes and brows', ends: ['closed', 'wide'] });
const brows = attribute('Brow slant', { heading: 'Eyes and brows', ends: ['worried', 'stern'] });
const all = [mouth, eyes, brows, attribute('Café')];

describe('findByWords', () => {
  it.each([
    ['', all],
    ['  ', all],
    ['wide', [mouth, eyes]],
    ['WID mou', [mouth]],
    ['brow', [eyes, brows]],
    ['cafe', [all[3]]],
    ['idth', []],
    ['"(?', all],
  ] as const)('%j', (query, found) => {
    expect(findByWords(all, query)).toEqual(found);
  });
});

describe('divide', () => {
  it('keeps the order of attributes and of headings, and loses none', () => {
    expect(divide(all)).toEqual({
      first: [mouth],
      headed: [
        ['Eyes and brows', [eyes, brows]],
        ['', [all[3]]],
      ],
    });
  });
});
