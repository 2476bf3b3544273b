/**
 * Every name that a command can give to a step of the history is translated into each language. Old names of commands
 * stay, because sessions contain them.
 */
import { describe, expect, it } from 'vitest';
import { languages, ownLanguage } from '../../language/languages.ts';
import { switchLanguage, takeTranslationsFrom } from '../../language/texts.ts';
import { commandTitle } from './commandTitle.ts';

const modules = import.meta.glob<Record<string, unknown>>(
  ['../**/*.ts', '!../**/*.test.ts', '!../testing/**', '!./**'],
  { eager: true },
);
const translations = import.meta.glob<Record<string, string>>('./messages.*.ts', {
  eager: true,
  import: 'default',
});

/** Names of moments that come from no command. */
const others = ['Start', 'Walk', 'Open link', 'Load {model}'];

const isCommand = (value: unknown): value is { name: string } =>
  typeof value === 'object' && value !== null && 'perform' in value && 'undo' in value;
const names = Object.values(modules).flatMap((module) =>
  Object.values(module)
    .filter(isCommand)
    .map(({ name }) => name),
);

describe.each(languages.filter((language) => language !== ownLanguage))('in %s', (language) => {
  const translation = translations[`./messages.${language}.ts`] ?? {};

  it('each command has a name', () => {
    expect(names.length).toBeGreaterThan(80);
    expect([...new Set([...names, ...others])].filter((name) => !(name in translation))).toEqual([]);
  });

  it('a moment is named in the language of the page, with the model that it loaded', async () => {
    takeTranslationsFrom(async () => translation);
    await switchLanguage(language);
    expect(commandTitle('Undo')).toBe(translation.Undo);
    expect(commandTitle('Load $& 3')).toBe(translation['Load {model}']?.replace('{model}', () => '$& 3'));
    expect(commandTitle('An act of another version')).toBe('An act of another version');
    await switchLanguage(ownLanguage);
    expect(commandTitle('Undo')).toBe('Undo');
  });
});
