/** Sentences with elements in them: a key, a link. */
import { transform } from '@nanostores/i18n';
import { createElement, Fragment, type ReactNode } from 'react';
import type { SlotsText } from './textTypes.ts';

/** Declares a text whose `{name}`s are replaced by React elements: `t.press({ key: <Key>P</Key> })`. */
export function slots<const Text extends string>(english: Text): SlotsText<Text> {
  return placed(english) as unknown as SlotsText<Text>;
}

const placed = transform<[Readonly<Record<string, ReactNode>>], string, string>(
  (_, text, values) =>
    text
      .split(/(\{\w+\})/)
      .map((part, i) =>
        createElement(Fragment, { key: i }, i % 2 === 1 ? values[part.slice(1, -1)] : part),
      ) as unknown as string,
);
