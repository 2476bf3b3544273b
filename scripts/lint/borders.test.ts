import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bordersText, mayImport } from './borders.mjs';

it('the rules that Biome enforces are those of the table', () => {
  // When this fails, run: node scripts/lint/borders.mjs
  expect(readFileSync(join(import.meta.dirname, 'borders.json'), 'utf8')).toBe(bordersText());
});

it('each folder of src has a border', () => {
  const folders = readdirSync(join(import.meta.dirname, '..', '..', 'src'), { withFileTypes: true });
  const named = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(named.filter((name) => name !== 'app' && mayImport[name] === undefined)).toEqual([]);
});
