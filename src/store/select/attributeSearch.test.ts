import { describe, expect, it } from 'vitest';
import type { Attribute } from '../state/state.ts';
import { divide, findByWords } from './attributeSearch.ts';
import type { ShownAttribute } from './attributeTwins.ts';

const attribute = (name: string, more: Partial<Attribute> = {}, twins: string[] = []): ShownAttribute => ({
  attribute: { id: `labelled:${name}`, name, group: 'labelled', direction: new Float32Array(1), ...more },
  twins: twins.map((twin) => attribute(twin).attribute),
});

const mouth = attribute('Mouth width', { heading: 'Nose and mouth', ends: ['narrow', 'wide'], first: true });
const eyes = attribute('Eyes', { heading: 'Eyes and brows', ends: ['closed', 'wide'] });
const brows = attribute('Brow slant', { heading: 'Eyes and brows', ends: ['worried', 'stern'] });
const all = [mouth, eyes, brows, attribute('Café', {}, ['Weight axis 1'])];

describe('findByWords', () => {
  it.each([
    ['', all],
    ['  ', all],
    ['wide', [mouth, eyes]],
    ['WID mou', [mouth]],
    ['brow', [eyes, brows]],
    ['cafe', [all[3]]],
    ['axis 1', [all[3]]],
    ['idth', []],
    ['"(?', all],
  ] as const)('%j', (query, found) => {
    expect(findByWords(all, query)).toEqual(found);
  });
});

it('findByWords finds names in the page’s language, even if the word is in their middle', () => {
  const japanese = ({ name }: Attribute) => (name === 'Mouth width' ? ['口の幅', '狭い'] : ['目']);
  expect(findByWords(all, '幅', japanese)).toEqual([mouth]);
  expect(findByWords(all, '口 wide', japanese)).toEqual([mouth]);
  expect(findByWords(all, '鼻', japanese)).toEqual([]);
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
