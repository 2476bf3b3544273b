/** How the attributes of a panel are searched and grouped. */
import type { Attribute } from '../state/state.ts';
import type { ShownAttribute } from './attributeTwins.ts';

/** From this number of attributes on, the panel has a search field. */
export const fewestToSearch = 13;

/**
 * Returns the attributes that match the query, in their own order: each word of the query begins a word in their names
 * (their own and those of their twins), ends or heading. An empty query matches all of them.
 * @param alsoCalled an attribute's names in the language of the page, in which a word of the query may occur anywhere:
 * Japanese puts no spaces between words
 */
export function findByWords(
  attributes: readonly ShownAttribute[],
  query: string,
  alsoCalled: (attribute: Attribute) => readonly string[] = () => [],
): readonly ShownAttribute[] {
  const sought = wordsOf(query);
  return attributes.filter(({ attribute, twins }) => {
    const { name, ends = [], heading = '' } = attribute;
    const known = wordsOf([name, ...ends, heading, ...twins.map((twin) => twin.name)].join(' '));
    const translated = wordsOf(alsoCalled(attribute).join(' ')).join(' ');
    return sought.every((word) => known.some((one) => one.startsWith(word)) || translated.includes(word));
  });
}

/** Ignores accents, so a query needs no particular keyboard. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Splits attributes into those shown before the headings and the others under their headings, which keep the order of
 * their first appearance.
 */
export function divide(attributes: readonly ShownAttribute[]): {
  first: readonly ShownAttribute[];
  headed: readonly (readonly [heading: string, members: readonly ShownAttribute[]])[];
} {
  const headed = new Map<string, ShownAttribute[]>();
  for (const one of attributes) {
    if (one.attribute.first) continue;
    const heading = one.attribute.heading ?? '';
    headed.set(heading, [...(headed.get(heading) ?? []), one]);
  }
  return { first: attributes.filter(({ attribute }) => attribute.first), headed: [...headed] };
}
