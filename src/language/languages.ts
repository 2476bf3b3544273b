/**
 * The languages of the page, and the choice of one for a visitor. It imports nothing, because the page's first script
 * uses it, too.
 */

/** Each language, named in itself. To add one, begin with a line here (docs/page/languages.md). */
export const languageTitles = { en: 'English', ja: '日本語', ko: '한국어' } as const;

export type Language = keyof typeof languageTitles;

export const languages = Object.keys(languageTitles) as Language[];

/** The language of the code itself, in which every text always exists. */
export const ownLanguage = 'en' satisfies Language;

/**
 * Chooses the language of the page: the address's, otherwise the setting, otherwise the first of the browser's
 * preferences that we have, otherwise English.
 * @param asked the value of `?lang=`; an unknown one is ignored
 * @param kept the setting as it was read, unchecked
 * @param preferred language tags of the browser, the best first, such as `ja-JP`
 */
export function chooseLanguage(asked: string | null, kept: unknown, preferred: readonly string[]): Language {
  return (
    languageOf(asked) ??
    languages.find((language) => language === kept) ??
    preferred.map(languageOf).find((language) => language !== undefined) ??
    ownLanguage
  );
}

/** @param tag a language tag, of which only the language counts, not the script or the country */
function languageOf(tag: string | null): Language | undefined {
  const wanted = tag?.toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === wanted);
}
