import { describe, expect, it } from 'vitest';
import { complaintsOf, hardCoded } from './texts.mjs';

const texts = (source: string) => hardCoded(source).map(({ text }) => text);

describe('hardCoded', () => {
  it('finds words between tags and in values that are shown or read out', () => {
    expect(
      texts(`export const A = ({ on, n }) => (
        <p title="One" aria-label={on ? 'Two' : \`Three \${n}\`} className="none" onClick={() => go('none')}>
          Four <b>{on && 'Five'}</b> {n === 'none' ? '6' : t.seven} <Field label="Eight" value="none" />
        </p>
      );
      const tabs = [{ name: 'none', label: 'Nine' }];`),
    ).toEqual(['One', 'Two', 'Three', 'Four', 'Five', 'Eight', 'Nine']);
  });

  it('accepts words that are the same in every language', () => {
    expect(texts('<p title="GIF">× 4 z {n} · <kbd>Ctrl</kbd> {t.said} WebGPU</p>')).toEqual([]);
  });

  it('finds words in a formula and ignores its symbols', () => {
    expect(texts('<Idea formula="s = mean over c of x" />')).toEqual(['s = mean over c of x']);
    expect(texts('<Idea formula="s = 1/(C·H·W) · Σ √(1/N · Σₙ (x − x̄)² + 10⁻⁸)" />')).toEqual([]);
  });

  it('gives the line', () => {
    expect(hardCoded('<p>\n  <b>\n    Here\n  </b>\n</p>')).toEqual([{ line: 3, text: 'Here' }]);
  });
});

it('lets the list of unfinished files only get shorter', () => {
  const files = new Map([
    ['new.tsx', [{ line: 7, text: 'Hi' }]],
    ['old.tsx', [{ line: 1, text: 'Ho' }]],
    ['done.tsx', []],
  ]);
  expect(complaintsOf(files, ['old.tsx', 'done.tsx', 'gone.tsx'])).toEqual([
    'new.tsx:7 shows “Hi”, which belongs in messages.ts (docs/page/languages.md).',
    'done.tsx is done: node scripts/lint/texts.mjs --shrink',
    'gone.tsx is done: node scripts/lint/texts.mjs --shrink',
  ]);
});
