/** What the compiler checks of a text and its translations: the same keys, and the same `{name}`s in each. */
import type { ReadableAtom } from 'nanostores';
import type { ReactNode } from 'react';

/** The `{name}`s of a text. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type ValuesOf<Name extends string> = { readonly [Each in Name]: string | number };

/** A text that is called with values. */
export interface ValuesText<Text extends string> {
  (values: ValuesOf<Names<Text>>): string;
  /** Exists only for the compiler. */
  readonly english?: Text;
}

/** A text that is called with the elements to put into it. */
export interface SlotsText<Text extends string> {
  (values: { readonly [Each in Names<Text>]: ReactNode }): ReactNode;
  /** Exists only for the compiler. */
  readonly slots?: Text;
}

/** A text that is called with a number of things. */
export interface CountText<Text extends string> {
  (
    count: number,
    ...values: [Exclude<Names<Text>, 'count'>] extends [never]
      ? []
      : [values: ValuesOf<Exclude<Names<Text>, 'count'>>]
  ): string;
  /** Exists only for the compiler. */
  readonly forms?: Text;
}

/** The texts of a folder: `get()` returns them in the language of the page. */
export type Messages<Texts> = ReadableAtom<Texts>;

/** A text for each plural form of a language. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The texts of a folder in another language. */
export type Translation = Record<string, string | Forms>;

type Both<Each> = (Each extends unknown ? (one: Each) => void : never) extends (all: infer All) => void
  ? All
  : never;
/** A text that contains every one of the names. */
type With<Name extends string> = [Name] extends [never]
  ? string
  : Both<Name extends unknown ? `${string}{${Name}}${string}` : never>;

/** The content of a `messages.ja.ts`: `export default { … } satisfies TranslationOf<typeof walkMessages>`. */
export type TranslationOf<All> =
  All extends Messages<infer Texts>
    ? {
        [Key in keyof Texts]: Texts[Key] extends CountText<infer Text>
          ? With<Exclude<Names<Text>, 'count'>> | Forms
          : Texts[Key] extends ValuesText<infer Text> | SlotsText<infer Text>
            ? With<Names<Text>>
            : string;
      }
    : never;
