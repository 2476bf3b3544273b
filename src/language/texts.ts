/**
 * The texts of the page. Each folder with texts has a `messages.ts` with the English, which is always loaded, and beside
 * it `messages.ja.ts` and `messages.ko.ts`, which are fetched with that part of the page if the visitor reads that
 * language. The library is `@nanostores/i18n`; this file adds our kinds of texts and its translations.
 */
import { createI18n, strings, type Translations, transform } from '@nanostores/i18n';
import { atom, type ReadableAtom } from 'nanostores';
import { numberFormat, pluralRules } from './formats.ts';
import { type Language, ownLanguage } from './languages.ts';
import type { CountText, Forms, Messages, SlotsText, Translation, ValuesText } from './textTypes.ts';

const current = atom<Language>(ownLanguage);

/** The current language of the page. */
export const language: ReadableAtom<Language> = current;

/** Loads the translations of one folder, named as in its `i18n`. @throws any error of fetching the file */
type Loader = (language: Language, name: string) => Promise<Translation>;
let loader: Loader = async () => ({});

/** Sets the source of translations; without it every text is English. */
export function takeTranslationsFrom(load: Loader): void {
  loader = load;
}

/** Marks an error whose sentence is already one of the page's texts: it is shown unchanged. */
export const inPageLanguage = () => ({ language: current.get() });

const library = createI18n<Language, 'en'>(current, {
  baseLocale: ownLanguage,
  get: async (code, folders) => {
    await Promise.all(folders.map((name) => fetchOne(code, name)));
    return Object.fromEntries(folders.map((name) => [name, cacheOf(code)[name] ?? {}]));
  },
});

/** Names of the folders whose texts have been requested. */
const defined = new Set<string>();
const fetching = new Map<string, Promise<void>>();

type Cache = Record<string, Translation>;
const cacheOf = (code: Language): Cache => {
  const cache = library.cache as unknown as Record<Language, Cache>;
  cache[code] ??= {};
  return cache[code];
};

/**
 * Declares the texts of a folder.
 * @param name the name of the folder that contains this `messages.ts`; each has its own
 * @param english a sentence; or `params('…{name}…')`, which takes values; or `count({ one, other })`, which takes a
 * number; or `slots('…{name}…')` (slots.ts), which takes elements
 */
export function i18n<Texts extends Record<string, Text>>(name: string, english: Texts): Messages<Texts> {
  defined.add(name);
  // A text with elements is called like any other, but the library's types do not know that.
  const messages = library(name, english as unknown as Translations) as unknown as Messages<Texts>;
  names.set(messages, name);
  return messages;
}

const names = new WeakMap<object, string>();
/** Returns the name under which the texts of a folder were declared. */
export const nameOf = (messages: object): string => names.get(messages) ?? '';

/** Declares a text with `{name}`s, which is called with their values; numbers are formatted in the language. */
export function params<const Text extends string>(english: Text): ValuesText<Text> {
  return asText(filled(english));
}

/**
 * Declares a text for a number of things, called with that number; its `{count}` is the number, and other `{name}`s are
 * values.
 */
export function count<const One extends string, const Other extends string>(english: {
  one: One;
  other: Other;
}): CountText<One | Other> {
  return asText(counted(english));
}

type Text = string | ValuesText<string> | CountText<string> | SlotsText<string>;

type Values = Readonly<Record<string, string | number>>;

const fill = (code: string, text: string, values: Values) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numberFormat(code).format(value) : value;
  });

const filled = transform<[Values], string, string>((code, text, values) =>
  strings(text, (one) => fill(code, one, values)),
);

const counted = transform<[number, Values?], string | Forms, string>((code, forms, number, values) => {
  // A language without plural forms has a single text.
  const text = typeof forms === 'string' ? forms : (forms[pluralRules(code).select(number)] ?? forms.other);
  return fill(code, text, { ...values, count: number });
});

/** The library's result has more than its types say. */
const asText = <Kind>(text: unknown) => text as Kind;

/** Tells whether the texts of a folder can be shown in the language of the page. */
export function isReady(name: string): boolean {
  const code = current.get();
  return code === ownLanguage || cacheOf(code)[name] !== undefined;
}

/** Settles when all requested texts have arrived in the language of the page, or have failed to. Never rejects. */
export function textsReady(code: Language = current.get()): Promise<unknown> {
  return Promise.all([...defined].map((name) => fetchOne(code, name)));
}

/** Switches the page to another language as soon as its texts have arrived, so the page is never in two languages. */
export async function switchLanguage(code: Language): Promise<void> {
  wanted = code;
  await textsReady(code);
  if (wanted === code) current.set(code);
}
let wanted: Language = ownLanguage;

/** Settles when the texts of one folder have arrived; any that cannot be fetched stay English. Never rejects. */
export function fetchOne(code: Language, name: string): Promise<void> {
  if (code === ownLanguage || cacheOf(code)[name] !== undefined) return Promise.resolve();
  const key = `${code}/${name}`;
  let going = fetching.get(key);
  if (going === undefined) {
    going = loader(code, name)
      .catch((): Translation => ({}))
      .then((texts) => {
        cacheOf(code)[name] = texts;
        fetching.delete(key);
      });
    fetching.set(key, going);
  }
  return going;
}
