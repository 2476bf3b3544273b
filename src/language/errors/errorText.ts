import type { PlainError } from '../../base/errors.ts';
import { ownLanguage } from '../languages.ts';
import { language } from '../texts.ts';
import { useMessages } from '../useMessages.ts';
import { errorMessages } from './messages.ts';

/**
 * A failure for display: a sentence, and in languages other than English also the error's own words, which name the
 * guilty thing.
 */
export interface ErrorText {
  text: string;
  /** An English sentence. */
  detail: string | null;
}

/**
 * Describes a failure in the language of the page. @param kind `warning` for something that was noticed but stopped
 * nothing
 */
export function errorText(error: PlainError, kind: 'error' | 'warning' | 'info' = 'error'): ErrorText {
  const { code, message, language: spoken } = error;
  const already = language.get() === ownLanguage || spoken === language.get();
  // News that is not a failure is already in the language of the page.
  if (already || (kind === 'info' && code === 'INTERNAL')) return { text: message, detail: null };
  const text = errorMessages.get()[kind === 'warning' ? 'WARNING' : code];
  return text === undefined ? { text: message, detail: null } : { text, detail: message };
}

/** Returns `errorText` for components, which are rendered again when the language changes. */
export function useErrorText(): typeof errorText {
  useMessages(errorMessages);
  return errorText;
}
