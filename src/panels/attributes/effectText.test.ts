import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { switchLanguage, takeTranslationsFrom } from '../../language/texts.ts';
import type { Translation } from '../../language/textTypes.ts';
import { effectText } from './effectText.ts';

const models = new URL('../../../public/models/', import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, models), 'utf8'));
interface Direction {
  name: string;
  step?: { deviations: number; success?: number; note?: string };
}
const directions = (json('index.json').models as { id: string }[]).flatMap(
  ({ id }): Direction[] => json(`${id}/directions.json`).directions,
);
const files = import.meta.glob<Translation>('/src/**/messages.{ja,ko}.ts', { import: 'default' });

async function speak(code: 'ja' | 'ko'): Promise<void> {
  takeTranslationsFrom(async (_, name) => {
    const [, load] = Object.entries(files).find(([path]) => path.endsWith(`/${name}/messages.${code}.ts`))!;
    return load();
  });
  await switchLanguage(code);
}

describe('what a step does', () => {
  it('is said in English as the trainer says it', () => {
    const note = 'The opposite step leaves 99 % of faces without it. Also changes: Hat −16 %, Smile +5 %.';
    expect(effectText({ kind: 'step', deviations: 4, success: 0.988, note })).toBe(
      'A step of 4 σ gives it to 99% of faces. The opposite step leaves 99% of faces without it. Also changes: Hat −16%, Smile +5%.',
    );
    expect(effectText({ kind: 'step', deviations: 4, success: undefined, note: 'Opens the eyes' })).toBe(
      'Opens the eyes',
    );
    expect(
      effectText({
        ...{ kind: 'step', deviations: 2, success: undefined },
        note: 'Rank correlation of slider and picture 0.971 over 1,000 faces. Also moves Parting by 0.26 of a deviation.',
      }),
    ).toBe(
      'Rank correlation of slider and picture: 0.971 (1,000 faces). Also moves Parting by 0.26 σ per σ.',
    );
    expect(effectText({ kind: 'variance', share: 0.1234 })).toBe('12.3% of the variance.');
  });

  it.each(['ja', 'ko'] as const)('leaves no English of a slider of factors in %s', async (code) => {
    await speak(code);
    const note =
      'Rank correlation of slider and picture 0.971 over 1,000 faces. Also moves Hair length by 0.26 of a deviation.';
    const text = effectText({ kind: 'step', deviations: 2, success: undefined, note });
    expect(text).toMatch(/0\.971.*1,000.*0\.26/);
    expect(text).not.toMatch(/[a-z]{2}/i);
    await switchLanguage('en');
  });

  it.each(['ja', 'ko'] as const)('leaves no English of the shipped models in %s', async (code) => {
    await speak(code);
    for (const { name, step } of directions) {
      if (!step) continue;
      const text = effectText({ kind: 'step', ...step });
      // PC 1 and SeFa 2 have the same name in every language.
      expect(text.replace(/\b(PC|SeFa|PCA)\b/g, ''), name).not.toMatch(/[a-z]{2}/i);
    }
    await switchLanguage('en');
  });
});
