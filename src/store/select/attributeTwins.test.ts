import { describe, expect, it } from 'vitest';
import type { Attribute } from '../state/state.ts';
import { shownAttributes, withoutTwins } from './attributeTwins.ts';

const at = (degrees: number) =>
  Float32Array.of(Math.cos((Math.PI * degrees) / 180), Math.sin((Math.PI * degrees) / 180));
const attribute = (
  name: string,
  degrees: number,
  group: Attribute['group'],
  more: Partial<Attribute> = {},
): Attribute => ({ id: `${group}:${name}`, name, group, direction: at(degrees), ...more });

const smile = attribute('Smile', 0, 'labelled', { accuracy: { share: 0.9, interval: [0.8, 1], total: 50 } });
const grin = attribute('Grin', 2, 'labelled', { ends: ['none', 'wide'] });
const feature = attribute('Feature PC 1', 92, 'labelled');
const axis = attribute('Weight axis 1', 270, 'labelled');
const taught = attribute('Mine', 91, 'taught');
const pca = attribute('PCA 1', 5, 'pca');
const apart = attribute('PCA 2', 45, 'pca');
const sefa = attribute('SeFa 1', 90, 'closed-form');
const all = [smile, grin, feature, axis, taught, pca, apart, sefa];

const names = (shown: ReturnType<typeof withoutTwins>) =>
  shown.map(({ attribute: one, twins }) => [one.name, ...twins.map(({ name }) => name)]);

describe('near-duplicates', () => {
  it('are shown once, with the other ways in which they were found; a named attribute is never hidden', () => {
    expect(names(withoutTwins(all))).toEqual([
      ['Smile'],
      ['Grin', 'PCA 1'],
      ['Mine'],
      ['PCA 2'],
      ['SeFa 1', 'Feature PC 1', 'Weight axis 1'],
    ]);
    expect(withoutTwins(all)).toBe(withoutTwins(all));
  });

  it('are shown separately while they are in use', () => {
    expect(names(shownAttributes(all, (id) => id === axis.id))).toEqual([
      ['Smile'],
      ['Grin', 'PCA 1'],
      ['Weight axis 1'],
      ['Mine'],
      ['PCA 2'],
      ['SeFa 1', 'Feature PC 1'],
    ]);
    expect(shownAttributes(all, () => false)).toBe(withoutTwins(all));
    const inUse = ({ id }: Attribute) => id === axis.id || id === pca.id;
    expect(shownAttributes(all, (id) => inUse({ ...axis, id }))).toBe(
      shownAttributes(all, (id) => inUse({ ...axis, id })),
    );
  });

  it('are recognised by direction alone: a number in a name that somebody gave hides nothing', () => {
    const numbered = attribute('Hat 2', 0, 'labelled');
    expect(names(withoutTwins([smile, numbered]))).toEqual([['Smile'], ['Hat 2']]);
  });
});
