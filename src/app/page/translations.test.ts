/** Every text exists in every language, takes the same values in each, and is used. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Messages, messagesToJSON, type Translations } from '@nanostores/i18n';
import { describe, expect, it } from 'vitest';
import { languages, ownLanguage } from '../../language/languages.ts';
import type { Forms, Translation } from '../../language/textTypes.ts';

const src = join(import.meta.dirname, '..', '..');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)messages(\.\w+)?\.ts$|\.test\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }));

const english = import.meta.glob<Record<string, unknown>>('/src/**/messages.ts', { eager: true });
const translated = import.meta.glob<Translation>('/src/**/messages.*.ts', { eager: true, import: 'default' });

const folders = Object.entries(english).flatMap(([path, module]) =>
  Object.entries(module)
    .filter(([, value]) => typeof value === 'object' && value !== null && 'i18n' in value)
    .map(([name, messages]) => {
      const [[declared, texts] = ['', {}]] = Object.entries(
        messagesToJSON(messages as Messages<Translations>),
      );
      return { path, exported: name, declared, texts: texts as Translation };
    }),
);

/** The `{names}` of a text in all its forms. `{count}` may be left out: “one pear”. */
const valuesOf = (text: string | Forms) =>
  [...new Set(JSON.stringify(text).match(/\{(\w+)\}/g))].filter((name) => name !== '{count}').sort();

describe.each(folders)('$path', ({ path, exported, declared, texts }) => {
  it('is declared by the name of its folder, which no other has', () => {
    expect(declared).toBe(basename(dirname(path)));
    expect(folders.filter((one) => one.declared === declared)).toHaveLength(1);
  });

  it.each(languages.filter((language) => language !== ownLanguage))('is there in %s', (language) => {
    const other = translated[path.replace(/\.ts$/, `.${language}.ts`)];
    // Where the English stands elsewhere (names of commands, sentences of errors), other tests know which texts there should be.
    if (Object.keys(texts).length === 0) {
      expect(Object.keys(other ?? {}).length).toBeGreaterThan(0);
      return;
    }
    expect(Object.keys(other ?? {}).sort()).toEqual(Object.keys(texts).sort());
    for (const [key, text] of Object.entries(texts)) {
      const translation = other?.[key] ?? '';
      expect(JSON.stringify(translation).length, key).toBeGreaterThan(2);
      expect({ key, values: valuesOf(translation) }).toEqual({ key, values: valuesOf(text) });
    }
  });

  it('has no text that nobody shows', () => {
    const folder = dirname(path).slice('/src/'.length);
    const users = sources
      .filter((one) => one.text.includes(exported) || one.path.startsWith(`${folder}/`))
      .map(({ text }) => text);
    // `t[kind]` and t[`${id}Name`] are keys that stand as words, or with that ending, anywhere.
    const computed = users.some((text) => /\bt\[/.test(text));
    const endings = users.flatMap((text) =>
      [...text.matchAll(/\bt\[`\$\{[\w.]+\}(\w+)`\]/g)].map(([, end]) => end!),
    );
    const words = new Set(
      (computed ? sources.map(({ text }) => text) : users).flatMap((text) => text.match(/\w+/g) ?? []),
    );
    const isUsed = (key: string): boolean =>
      words.has(key) || endings.some((end) => key.endsWith(end) && words.has(key.slice(0, -end.length)));
    expect(Object.keys(texts).filter((key) => !isUsed(key))).toEqual([]);
  });
});

it('has no translation without an English', () => {
  const known = folders.flatMap(({ path }) => languages.map((one) => path.replace(/\.ts$/, `.${one}.ts`)));
  expect(Object.keys(translated).filter((path) => !known.includes(path))).toEqual([]);
});
