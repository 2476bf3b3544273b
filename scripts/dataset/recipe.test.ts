import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.ts';
import { avataaars } from './avataaars.ts';
import { optionsFor } from './draw.ts';
import { columnsOf, drawLabels, none } from './recipe.ts';
import { imageSeeds } from './seeds.ts';
import { creditOf, findStyle, propertiesOf, styleNames } from './styles.ts';

const many = imageSeeds(7, 4000).map((seed) => drawLabels(avataaars, createRandom(seed)));
const share = (of: (labels: Readonly<Record<string, string>>) => boolean) =>
  many.filter(of).length / many.length;

describe('the recipe of avataaars', () => {
  it('names only what the style draws', () => {
    const properties = propertiesOf(findStyle('avataaars').style);
    for (const [option, values] of avataaars.options) {
      expect(properties, option).toHaveProperty(option);
      const known = properties[option]?.items?.enum;
      if (known === undefined) continue;
      for (const [value] of values) if (value !== none) expect(known, option).toContain(value);
    }
  });

  it('puts glasses on 30 to 40 % of the faces, and leaves no value below 1 %', () => {
    expect(share(({ accessories }) => accessories !== none)).toBeGreaterThan(0.3);
    expect(share(({ accessories }) => accessories !== none)).toBeLessThan(0.4);
    for (const [option, values] of avataaars.options) {
      for (const [value] of values)
        expect(
          share((labels) => labels[option] === value),
          `${option} ${value}`,
        ).toBeGreaterThan(0.01);
    }
  });

  it('draws its options independently of each other', () => {
    const both = share(({ accessories, facialHair }) => accessories !== none && facialHair !== none);
    const apart =
      share(({ accessories }) => accessories !== none) * share(({ facialHair }) => facialHair !== none);
    // 4 standard deviations of a share of 4,000 draws.
    expect(Math.abs(both - apart)).toBeLessThan(4 * Math.sqrt((apart * (1 - apart)) / many.length));
  });

  it('gives the beard the colour of the hair', () => {
    for (const { hairColor, facialHairColor } of many) expect(facialHairColor).toBe(hairColor);
  });

  it('draws the same image for an index, however many follow', () => {
    expect(imageSeeds(3, 50)).toEqual(imageSeeds(3, 5000).slice(0, 50));
    expect(imageSeeds(4, 50)).not.toEqual(imageSeeds(3, 50));
  });
});

describe('the other styles', () => {
  it('leave nothing to the randomness of the library', () => {
    for (const name of styleNames) {
      const { style, recipe } = findStyle(name);
      const labels = drawLabels(recipe, createRandom(1));
      expect(Object.keys(labels)).toEqual(columnsOf(recipe));
      const options = optionsFor(labels, style);
      for (const [option, value] of Object.entries(labels)) {
        if (value === none) expect(options[`${option}Probability`]).toBe(0);
        else expect(options[option]).toEqual([value]);
      }
    }
  });

  it('credits the designer', () => {
    expect(creditOf(findStyle('avataaars').style)).toContain('Pablo Stanley');
    expect(creditOf(findStyle('avataaars').style)).toContain('personal and commercial');
  });

  it('names the existing styles when asked for one that it lacks', () => {
    expect(() => findStyle('no-such')).toThrow(/There is no style "no-such".*avataaars/);
  });
});
