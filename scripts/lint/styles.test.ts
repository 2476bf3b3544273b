import { describe, expect, it } from 'vitest';
import { ownerOf, selectorsOf, strayStyles } from './styles.mjs';

const check = (files: Record<string, string>) => strayStyles(new Map(Object.entries(files)));

describe('styles of the parts', () => {
  it('are read rule by rule, even within conditions', () => {
    const css =
      '/* a {} */ .a, .b:is(p, q) { top: 0 } @media (x) { .c > i { top: 0 } } @keyframes k { 50% { top: 0 } }';
    expect(selectorsOf(css)).toEqual(['.a', '.b:is(p, q)', '.c > i']);
    expect(ownerOf(':root[data-theme="light"] .a .b')).toBe('a');
    expect(ownerOf('output')).toBeNull();
  });

  it('begin with a class, so they style no other part', () => {
    expect(check({ 'src/panels/walk/walk.css': 'output { top: 0 } .walk-play output { top: 0 }' })).toEqual([
      'src/panels/walk/walk.css: “output” begins with no class of its own, so it could style other parts.',
    ]);
    expect(check({ 'src/app/styles/controls.css': 'output { top: 0 }' })).toEqual([]);
  });

  it('have the rules for a class in one file', () => {
    const files = {
      'src/panels/walk/walk.css': '.strip { top: 0 }',
      'src/panels/path/path.css': '.strip i { top: 0 }',
    };
    expect(check(files)).toHaveLength(1);
  });

  it('are used in their own folder only', () => {
    const css = { 'src/panels/one/one.css': '.actions { top: 0 }' };
    expect(check({ ...css, 'src/panels/one/One.tsx': '<p className="actions" />' })).toEqual([]);
    expect(
      check({ ...css, 'src/panels/map/Map.tsx': "<p className={on ? 'actions on' : ''} />" }),
    ).toHaveLength(1);
  });
});
