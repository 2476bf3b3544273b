/** Texts for React components. */
import { useStore } from '@nanostores/react';
import type { Language } from './languages.ts';
import { fetchOne, isReady, language, nameOf } from './texts.ts';
import type { Messages } from './textTypes.ts';

/**
 * Returns the texts of a folder in the language of the page. The component suspends (to the `Suspense` above it) until
 * they have arrived, so nobody sees a part in English first.
 */
export function useMessages<Texts>(messages: Messages<Texts>): Texts {
  const code = useLanguage();
  const name = nameOf(messages);
  // React waits for a thrown promise; `use` would have to be called on each render, and would suspend even for texts that
  // have arrived.
  if (!isReady(name)) throw fetchOne(code, name);
  return useStore(messages);
}

/** Returns the language of the page. */
export function useLanguage(): Language {
  return useStore(language);
}
