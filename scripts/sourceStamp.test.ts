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
  it('changes with the text, the name and the presence of a source', () => {
    const before = sourceStamp(root);
    write('src/app/main.tsx', 'two');
    const edited = sourceStamp(root);
    write('src/app/extra.ts', '');
    const grown = sourceStamp(root);
    expect(new Set([before, edited, grown]).size).toBe(3);
  });

  it('is the same for models, which are served live, and for tests', () => {
    const before = sourceStamp(root);
    write('public/models/index.json', '{}');
    write('src/app/main.test.ts', 'test');
    expect(sourceStamp(root)).toBe(before);
  });
});

describe('buildIsFresh', () => {
  it('holds for a build with the present fingerprint, until a source changes', () => {
    expect(buildIsFresh(root)).toBe(false);
    write('dist/index.html', 'built');
    write(stampPath, `${sourceStamp(root)}\n`);
    expect(buildIsFresh(root)).toBe(true);
    write('src/app/main.tsx', 'three');
    expect(buildIsFresh(root)).toBe(false);
  });
});
