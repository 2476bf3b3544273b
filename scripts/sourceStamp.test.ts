import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildIsFresh, sourceStamp, stampPath } from './sourceStamp.mjs';

let root = '';
const write = (path: string, text: string) => {
  const full = join(root, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'zscape-stamp-'));
  write('index.html', '<!doctype html>');
  write('src/app/main.tsx', 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('sourceStamp', () => {
  it('changes when the text or the name of a source changes, or a source comes or goes', () => {
    const before = sourceStamp(root);
    write('src/app/main.tsx', 'two');
    const edited = sourceStamp(root);
    write('src/app/extra.ts', '');
    const grown = sourceStamp(root);
    expect(new Set([before, edited, grown]).size).toBe(3);
  });

  it('ignores models, which are served live, and tests', () => {
    const before = sourceStamp(root);
    write('public/models/other/zscape.json', '{}');
    write('src/app/main.test.ts', 'test');
    expect(sourceStamp(root)).toBe(before);
  });

  it('changes with the default model, which the service worker keeps', () => {
    write('public/models/index.json', '{"models":[{"id":"a"},{"id":"b"}]}');
    write('public/models/a/zscape.json', '{}');
    const before = sourceStamp(root);
    write('public/models/b/zscape.json', '{}');
    expect(sourceStamp(root)).toBe(before);
    write('public/models/a/zscape.json', '{"files":[]}');
    expect(sourceStamp(root)).not.toBe(before);
  });
});

describe('buildIsFresh', () => {
  it('matches a build with the current fingerprint until a source changes', () => {
    expect(buildIsFresh(root)).toBe(false);
    write('dist/index.html', 'built');
    write(stampPath, `${sourceStamp(root)}\n`);
    expect(buildIsFresh(root)).toBe(true);
    write('src/app/main.tsx', 'three');
    expect(buildIsFresh(root)).toBe(false);
  });
});
