import { useMessages } from '../useMessages.ts';
import { factorMessages } from './messages.ts';

/**
 * Returns the name of an attribute or of a heading in the language of the page. Names from a user's own model, or given
 * by the user, stay unchanged unless one of the shipped models uses the same name.
 */
export function factorName(name: string): string {
  const texts = factorMessages.get();
  const [, base, number] = /^(.+) (\d+)$/.exec(name) ?? [];
  const numbered = base === undefined ? undefined : texts[`${base} {n}`];
  return texts[name] ?? (number === undefined ? undefined : numbered?.replace('{n}', number)) ?? name;
}

/** Returns the name of an end of an attribute's slider. @param name of the attribute, in English; @param end in English */
export function factorEnd(name: string, end: string): string {
  return factorMessages.get()[`${name}: ${end}`] ?? end;
}

/** Returns both for components, which are rendered again when the language changes. */
export function useFactorNames(): { factorName: typeof factorName; factorEnd: typeof factorEnd } {
  useMessages(factorMessages);
  return names;
}
const names = { factorName, factorEnd };
