/** How the attributes of a panel are found and divided. */
import type { Attribute } from '../state/state.ts';

/** From as many attributes on, the panel has a field to search them. */
export const fewestToSearch = 13;

/**
 * The attributes in whose name, ends or heading each word of the query begins a word, in their own order. An empty query
 * finds all of them.
 */
export function findByWords(attributes: readonly Attribute[], query: string): readonly Attribute[] {
  const sought = wordsOf(query);
  return attributes.filter(({ name, ends = [], heading = '' }) => {
    const known = wordsOf([name, ...ends, heading].join(' '));
    return sought.every((word) => known.some((one) => one.startsWith(word)));
  });
}

/** Accents count for nothing, so that a query needs no particular keyboard. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Those that are shown before the headings, and the others under their headings, in the order in which the headings first
 * appear.
 */
export function divide(attributes: readonly Attribute[]): {
  first: readonly Attribute[];
  headed: readonly (readonly [heading: string, members: readonly Attribute[]])[];
} {
  const headed = new Map<string, Attribute[]>();
  for (const attribute of attributes) {
    if (attribute.first) continue;
    const heading = attribute.heading ?? '';
    headed.set(heading, [...(headed.get(heading) ?? []), attribute]);
  }
  return { first: attributes.filter(({ first }) => first), headed: [...headed] };
}
