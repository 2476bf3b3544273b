/** The language of the page: which one it starts in, where its texts come from, and the language that the document declares. */
import { chooseLanguage, type Language } from '../../language/languages.ts';
import { language, switchLanguage, takeTranslationsFrom } from '../../language/texts.ts';
import { pageMessages } from './messages.ts';

takeTranslationsFrom(async (code, name) => (await import('./translations.ts')).translationOf(code, name));

/** The language in which the page starts. @param kept the setting */
export function firstLanguage(kept: Language | null | undefined): Language {
  return chooseLanguage(new URLSearchParams(location.search).get('lang'), kept, navigator.languages);
}

/**
 * Sets the page's first language, before anything is rendered.
 * @returns a promise that settles when the texts of all scripts that have run are loaded; it never rejects
 */
export async function startLanguage(code: Language): Promise<void> {
  await switchLanguage(code);
  language.subscribe(() => describePage());
}

/** The document's language, title and description, for screen readers, browsers and search engines. */
function describePage(): void {
  const texts = pageMessages.get();
  const page = document.documentElement;
  page.lang = language.get();
  // The development server has no first script that would have set the language of the document.
  page.dataset.frame ??= language.get();
  document.title = texts.title;
  document.querySelector('meta[name="description"]')?.setAttribute('content', texts.description);
}
