/** The styles of `@dicebear/collection` as recipes: our own for `avataaars`, and for the others an even draw of every option. */

import * as collection from '@dicebear/collection';
import type { Style } from '@dicebear/core';
import { ZscapeError } from '../../src/base/errors.ts';
import { avataaars } from './avataaars.ts';
import { none, type Recipe, type Weighted } from './recipe.ts';

// A style's own options are not known to the types here; we pass only those that its schema lists.
export type AnyStyle = Style<Record<string, unknown>>;
type Properties = Readonly<Record<string, Property>>;

/** Licences under which a style's pictures may be used to train a model that is given away, with credit. */
const allowedLicences = [
  'CC0 1.0',
  'CC BY 4.0',
  'MIT',
  'Free for personal and commercial use',
  'Free for personal and commercial use.',
];

const styles = new Map<string, AnyStyle>(
  Object.entries(collection as Readonly<Record<string, AnyStyle>>).filter(
    ([, style]) => style.schema !== undefined,
  ),
);

export const styleNames: readonly string[] = [...styles.keys()];

/** @throws USAGE where the collection has no such style, or the style's licence does not allow training */
export function findStyle(name: string): { readonly style: AnyStyle; readonly recipe: Recipe } {
  const style = styles.get(name);
  if (style === undefined) {
    throw new ZscapeError('USAGE', `There is no style "${name}". Choose from: ${styleNames.join(', ')}.`);
  }
  const licence = style.meta?.license?.name ?? 'no licence';
  if (!allowedLicences.includes(licence)) {
    throw new ZscapeError(
      'USAGE',
      `The licence of style "${name}" (${licence}) does not allow training on it.`,
    );
  }
  return { style, recipe: name === avataaars.style ? avataaars : evenRecipe(name, style) };
}

/** One line that credits the designer. */
export function creditOf({ meta }: AnyStyle): string {
  const what = meta?.title ?? 'untitled';
  return `${what} by ${meta?.creator ?? 'unknown'} (${meta?.source ?? meta?.homepage ?? 'no address'}), ${meta?.license?.name ?? 'no licence'}`;
}

interface Property {
  readonly type?: string;
  readonly items?: { readonly enum?: readonly string[] };
  readonly default?: unknown;
}

/** The options of the style, from its own schema. */
export function propertiesOf(style: AnyStyle): Properties {
  return (style.schema?.properties ?? {}) as Properties;
}

/** Every choice of the style's schema, each value equally likely; an optional part is left out half of the time. */
function evenRecipe(name: string, style: AnyStyle): Recipe {
  const properties = propertiesOf(style);
  const options = new Map<string, readonly Weighted[]>();
  for (const [option, property] of Object.entries(properties)) {
    if (property.type !== 'array') continue;
    const values =
      property.items?.enum ?? (Array.isArray(property.default) ? property.default.map(String) : []);
    if (values.length === 0) continue;
    const even = values.map((value): Weighted => [value, 1]);
    const canMiss = `${option}Probability` in properties;
    options.set(option, canMiss ? [...even, [none, values.length]] : even);
  }
  return { style: name, options, follows: new Map() };
}
