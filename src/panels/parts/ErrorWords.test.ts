import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { type PlainError, ZscapeError } from '../../base/errors.ts';
import { SessionContext } from '../../commands/hooks.ts';
import japaneseNames from '../../commands/names/messages.ja.ts';
import koreanNames from '../../commands/names/messages.ko.ts';
import { startHere } from '../../commands/testing/startHere.ts';
import japaneseErrors from '../../language/errors/messages.ja.ts';
import koreanErrors from '../../language/errors/messages.ko.ts';
import { ownLanguage } from '../../language/languages.ts';
import { switchLanguage, takeTranslationsFrom } from '../../language/texts.ts';
import { ErrorWords } from './ErrorWords.tsx';
import { BrokenPart } from './later/BrokenPart.tsx';
import japaneseLater from './later/messages.ja.ts';
import koreanLater from './later/messages.ko.ts';
import japanese from './messages.ja.ts';
import korean from './messages.ko.ts';

const texts = {
  ja: { errors: japaneseErrors, parts: japanese, later: japaneseLater, names: japaneseNames },
  ko: { errors: koreanErrors, parts: korean, later: koreanLater, names: koreanNames },
};
takeTranslationsFrom(async (language, name) =>
  language === 'en' ? {} : ((texts[language] as Record<string, Record<string, string>>)[name] ?? {}),
);
afterEach(() => switchLanguage(ownLanguage));

/** What a browser would read aloud in the language of the page, without what is marked as English. */
const inPageLanguage = (markup: string) => markup.replace(/<span lang="en">[^<]*<\/span>/g, '');

const replaced: PlainError = {
  code: 'BACKEND_REPLACED',
  message: 'This browser has no WebGPU. Pictures are computed with WASM instead.',
};
const show = (error: PlainError) => renderToStaticMarkup(createElement(ErrorWords, { error, kind: 'info' }));

it('is the error’s own sentence in English', () => {
  expect(show(replaced)).toBe(replaced.message);
});

it.each(['ja', 'ko'] as const)(
  'is a sentence in %s, with the English marked as such behind a word',
  async (language) => {
    await switchLanguage(language);
    const markup = show(replaced);
    expect(markup).toContain(texts[language].errors.BACKEND_REPLACED);
    expect(markup).toContain(`<span lang="en">${replaced.message}</span>`);
    expect(inPageLanguage(markup)).not.toMatch(/>[^<]*[A-Za-z]{3,}/);
    expect(inPageLanguage(markup)).toContain(texts[language].parts.details.replace('{detail}', ''));
  },
);

it('is no second time what already is in the language of the page', async () => {
  await switchLanguage('ko');
  expect(show({ code: 'STORAGE_FULL', message: '저장 공간이 없습니다.', language: 'ko' })).toBe(
    '저장 공간이 없습니다.',
  );
});

describe('a part that broke', () => {
  const error = new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
  const broken = (props: { shape: 'block' | 'button'; name?: string }) =>
    renderToStaticMarkup(
      createElement(
        SessionContext,
        { value: startHere().session },
        createElement(BrokenPart, { error, onAgain: () => undefined, ...props }),
      ),
    );

  it('keeps what it broke by out of the sentence that says so', async () => {
    await switchLanguage('ja');
    const markup = broken({ shape: 'block' });
    expect(markup).toContain('<span lang="en">No model is loaded yet.</span>');
    expect(inPageLanguage(markup)).not.toMatch(/>[^<]*[A-Za-z]{3,}/);
  });

  it('is called as the command that opens it is', async () => {
    await switchLanguage('ja');
    expect(broken({ shape: 'button', name: 'Export GIF' })).toContain('"GIFを書き出す：もう一度試す"');
  });
});
