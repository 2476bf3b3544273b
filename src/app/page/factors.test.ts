/** Every attribute name of the shipped models is translated into each language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factors } from '../../../scripts/dataset/portraits/factors.ts';
import { factorEnd, factorName } from '../../language/factors/factorNames.ts';
import { languages, ownLanguage } from '../../language/languages.ts';
import { switchLanguage } from '../../language/texts.ts';
import './language.ts';

interface Named {
  name: string;
  low?: string | undefined;
  high?: string | undefined;
  group?: string | undefined;
}

const models = join(import.meta.dirname, '../../../public/models');
const catalogue: { models: { id: string }[] } = JSON.parse(readFileSync(join(models, 'index.json'), 'utf8'));
const shipped = catalogue.models.flatMap(({ id }): Named[] => {
  const file = readFileSync(join(models, id, 'directions.json'), 'utf8');
  return JSON.parse(file).directions;
});

describe.each(languages.filter((language) => language !== ownLanguage))('in %s', (language) => {
  it('every attribute, heading and end has its words', async () => {
    await switchLanguage(language);
    const all = [...factors, ...shipped];
    expect(all.length).toBeGreaterThan(80);
    const left = all.flatMap(({ name, low, high, group }) => [
      ...(factorName(name) === name ? [name] : []),
      ...(group !== undefined && factorName(group) === group ? [group] : []),
      ...[low, high]
        .filter((end) => end !== undefined)
        .filter((end) => factorEnd(name, end) === end)
        .map((end) => `${name}: ${end}`),
    ]);
    expect(left).toEqual([]);
  });

  it('names that nobody knows stay as they are', () => {
    expect(factorName('My own 3')).toBe('My own 3');
    expect(factorEnd('My own', 'less')).toBe('less');
  });
});
