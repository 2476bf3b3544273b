import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { formatBytes, formatList, formatNumber, formatPercent, formatSeconds } from './numbers.ts';
import { slots } from './slots.ts';
import { count, i18n, isReady, params, switchLanguage, takeTranslationsFrom, textsReady } from './texts.ts';
import type { Translation, TranslationOf } from './textTypes.ts';

const messages = i18n('fruit', {
  title: 'Fruit',
  from: params('{count} from {place}'),
  apples: count({ one: '{count} apple in {place}', other: '{count} apples in {place}' }),
  pears: count({ one: 'One pear', other: '{count} pears' }),
  press: slots('Press {key} for {what}.'),
});

const japanese = {
  title: '果物',
  from: '{place}から{count}個',
  apples: '{place}にりんご{count}個',
  pears: '梨{count}個',
  press: '{what}は{key}です。',
} satisfies TranslationOf<typeof messages>;

// @ts-expect-error A value is missing from `from`.
({ ...japanese, from: '{count}個' }) satisfies TranslationOf<typeof messages>;
// @ts-expect-error A text is missing.
({ title: '果物', from: '{place}から{count}個', pears: '梨', press: '{what}{key}' }) satisfies TranslationOf<
  typeof messages
>;

afterEach(() => switchLanguage('en'));

describe('texts', () => {
  it('are English without translations, with values in their places and forms for numbers', () => {
    const t = messages.get();
    expect(t.title).toBe('Fruit');
    expect(t.from({ count: 3, place: 'Kent {place}' })).toBe('3 from Kent {place}');
    expect(t.apples(1, { place: 'a box' })).toBe('1 apple in a box');
    expect(t.apples(1200, { place: 'a box' })).toBe('1,200 apples in a box');
    expect(t.pears(1)).toBe('One pear');
    const key = createElement('kbd', null, 'P');
    expect(renderToStaticMarkup(t.press({ key, what: '<more>' }))).toBe(
      'Press <kbd>P</kbd> for &lt;more&gt;.',
    );
  });

  it('change to another language all together, once they have arrived', async () => {
    let bring = (_: Translation) => {};
    takeTranslationsFrom(() => new Promise((resolve) => (bring = resolve)));
    const seen: string[] = [];
    const end = messages.subscribe(({ title }) => seen.push(title));
    const switched = switchLanguage('ja');
    expect(messages.get().title).toBe('Fruit');
    bring(japanese);
    await switched;
    end();
    expect(seen).toEqual(['Fruit', '果物']);
    expect(messages.get().apples(2, { place: '箱' })).toBe('箱にりんご2個');
  });

  it('stay English if the translation cannot be fetched', async () => {
    takeTranslationsFrom(() => Promise.reject(new Error('offline')));
    const late = i18n('late', { title: 'Late' });
    await switchLanguage('ko');
    expect(isReady('late')).toBe(true);
    expect(late.get().title).toBe('Late');
    expect(formatNumber(1234.5, 1)).toBe('1,234.5');
  });

  it('of a part loaded later arrive before it is rendered', async () => {
    takeTranslationsFrom(async (code, name) => ({ title: `${code} ${name}` }));
    await switchLanguage('ja');
    const later = i18n('later', { title: 'Later' });
    expect(isReady('later')).toBe(false);
    await textsReady();
    expect(isReady('later')).toBe(true);
    expect(later.get().title).toBe('ja later');
  });

  it('end in the language chosen last, whichever arrives first', async () => {
    takeTranslationsFrom(async (code) => ({ title: code }));
    i18n('race', { title: 'Race' });
    await Promise.all([switchLanguage('ja'), switchLanguage('ko'), switchLanguage('en')]);
    expect(messages.get().title).toBe('Fruit');
  });
});

describe('numbers', () => {
  it('have the units of the language', async () => {
    const all = () => [
      formatPercent(0.5),
      formatBytes(1),
      formatBytes(2_345_678),
      formatBytes(840_400),
      formatSeconds(2.5),
      formatSeconds(600),
      formatList(['a', 'b', 'c']),
    ];
    expect(all()).toEqual(['50%', '1 byte', '2.3 MB', '840 kB', '2.5 sec', '10 min', 'a, b, and c']);
    await switchLanguage('ja');
    expect(all()).toEqual(['50%', '1 バイト', '2.3 MB', '840 KB', '2.5 秒', '10 分', 'a、b、c']);
    await switchLanguage('ko');
    expect(all()).toEqual(['50%', '1바이트', '2.3MB', '840kB', '2.5초', '10분', 'a, b 및 c']);
  });
});
